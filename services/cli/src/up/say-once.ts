/** What is said again and again is counted, and told with its count after this long. */
const QUIET_MS = 30_000;
const MOST_REMEMBERED = 200;

/**
 * A `say` for lines that may repeat, such as those of a service that finds no broker: the first of a kind is said at
 * once, its repetitions are counted. Lines that differ in numbers alone are of a kind.
 */
export function sayOnce(say: (line: string) => void, now: () => number = Date.now): (line: string) => void {
  const kinds = new Map<string, { saidAt: number; unsaid: number }>();
  return (line) => {
    const kind = line.replace(/\d+/g, '#');
    const known = kinds.get(kind);
    if (known && now() - known.saidAt < QUIET_MS) {
      known.unsaid += 1;
      return;
    }
    if (kinds.size >= MOST_REMEMBERED) kinds.clear();
    kinds.set(kind, { saidAt: now(), unsaid: 0 });
    say(known && known.unsaid > 0 ? `${line} (and ${known.unsaid} times in between)` : line);
  };
}
