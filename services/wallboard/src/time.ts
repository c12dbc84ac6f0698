/** Wall times of one zone. An unknown zone falls back to that of the screen. */
export interface ZoneClock {
  /** `14:03:21` */
  time(instant: number | string): string;
  /** `14:03` */
  minute(instant: number | string): string;
  /** `Tuesday 24 November` */
  date(instant: number | string): string;
  /** `Tue 24 Nov` */
  shortDate(instant: number | string): string;
  /** `2026-11-24`: two instants with the same day are on the same local date. */
  day(instant: number | string): string;
  /** `Kathmandu`, for `Asia/Kathmandu`. */
  place: string;
}

/** Builds the formatters once; they are used every second. */
export function zoneClock(tz: string): ZoneClock {
  const timeZone = known(tz);
  const zone = timeZone ? { timeZone } : {};
  const of = (options: Intl.DateTimeFormatOptions, locale = 'en-GB') => {
    const format = new Intl.DateTimeFormat(locale, { ...options, ...zone });
    return (instant: number | string) => format.format(new Date(instant));
  };
  const hm = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    time: of({ ...hm, second: '2-digit' }),
    minute: of(hm),
    date: of({ weekday: 'long', day: 'numeric', month: 'long' }),
    shortDate: of({ weekday: 'short', day: 'numeric', month: 'short' }),
    day: of({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'),
    place: (timeZone ?? '').split('/').at(-1)?.replaceAll('_', ' ') ?? '',
  };
}

/** How long ago, coarser as it grows older so that it stays calm: `12 s`, `3 min`, `2 h`, `4 d`. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

function known(tz: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz });
    return tz;
  } catch {
    return undefined;
  }
}
