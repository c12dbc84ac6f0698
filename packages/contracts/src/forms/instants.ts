const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** A number below it is taken for seconds by whoever sent it: as ms it would be in the first four months of 1970. */
const LEAST_MS = 10_000_000_000;

/** What an instant is, for whoever sent something else. */
export const INSTANT = 'an instant between 1900 and 2100: RFC 3339 with an offset, or epoch milliseconds';

/** As systems write instants with an offset: `Z`, `+01:00`, and the `+0100` and `+01` of some of them. */
const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?:([Zz]|UTC|GMT)|([+-]\d{2})(?::?(\d{2}))?)$/;
const EPOCH_MS = /^-?\d{11,15}$/;

/** Epoch ms of an instant in any of its forms, as it comes from outside; undefined for what is none. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value < LEAST_MS ? undefined : msIn(value);
  return typeof value === 'string' ? msIn(msOf(value.trim())) : undefined;
}

/** Epoch ms as the log has them, in which early 1970 is early 1970; undefined for what is none. */
export const msIn = (value: unknown): number | undefined =>
  Number.isInteger(value) && (value as number) >= EARLIEST && (value as number) < LATEST
    ? (value as number) + 0
    : undefined;

function msOf(text: string): number {
  if (EPOCH_MS.test(text)) return Number(text);
  const match = WRITTEN.exec(text);
  if (!match) return Number.NaN;
  const [, date, time, , hours, minutes = '00'] = match;
  if (!isDay(date!)) return Number.NaN;
  return Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}

/** Of the form 2026-03-02: Date.parse alone would take 30 February for 2 March. */
function isDay(date: string): boolean {
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))];
  return (
    month >= 1 &&
    month <= 12 &&
    new Date(Date.UTC(Number(date.slice(0, 4)), month - 1, day)).getUTCDate() === day
  );
}
