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

/** Epoch ms of an instant in any of its forms; undefined for what is none. */
export function instantOf(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? msOf(value.trim()) : Number.NaN;
  if (!Number.isInteger(ms) || ms < EARLIEST || ms >= LATEST) return undefined;
  return ms >= 0 && ms < LEAST_MS && typeof value === 'number' ? undefined : ms + 0;
}

function msOf(text: string): number {
  if (EPOCH_MS.test(text)) return Number(text);
  const match = WRITTEN.exec(text);
  if (!match) return Number.NaN;
  const [, date, time, , hours, minutes = '00'] = match;
  // Date.parse alone would take 30 February for 2 March.
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date!)) return Number.NaN;
  return Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}
