const SECONDS = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** `4h` in seconds; a rule's schema has let nothing else through. */
export function secondsOf(duration: string): number {
  const unit = duration.at(-1) as keyof typeof SECONDS;
  return Number(duration.slice(0, -1)) * SECONDS[unit];
}

/** Seconds as people say them: `2 h 10 min`, `4 weeks`. */
export function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48 && !(minutes % 1_440 === 0))
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.round(hours / 24);
  if (days >= 14 && days % 7 === 0) return `${days / 7} weeks`;
  return days === 1 ? '1 day' : `${days} days`;
}
