/** An instant as the clocks of the zone show it: `Tue 24 Nov 2026, 14:15 (Berlin)`. */
export function instant(epochSeconds: number, tz: string): string {
  return `${moment(epochSeconds, tz, DATE)} (${placeOf(tz)})`;
}

/** [from, to) in the zone: `Tue 24 Nov 2026, 08:00 to 14:00 (Berlin)`; whole days only by their dates. */
export function span(from: number, to: number, tz: string): string {
  const days = (epochSeconds: number) => moment(epochSeconds, tz, DAY);
  const clock = (epochSeconds: number) => moment(epochSeconds, tz, TIME);
  if (clock(from) === '00:00' && clock(to) === '00:00') {
    const last = days(to - 1);
    return days(from) === last ? `${last} (${placeOf(tz)})` : `${days(from)} to ${last} (${placeOf(tz)})`;
  }
  const end = days(from) === days(to - 1) ? clock(to) : moment(to, tz, DATE);
  return `${moment(from, tz, DATE)} to ${end} (${placeOf(tz)})`;
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DATE = { ...DAY, ...TIME } as const;

const placeOf = (tz: string): string => tz.slice(tz.lastIndexOf('/') + 1).replaceAll('_', ' ');

function moment(epochSeconds: number, tz: string, options: Intl.DateTimeFormatOptions): string {
  const parts = new Map(
    formatIn(tz, options)
      .formatToParts(epochSeconds * 1_000)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.get('weekday')} ${parts.get('day')} ${parts.get('month')} ${parts.get('year')}`;
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  if (!('weekday' in options)) return time;
  return 'hour' in options ? `${date}, ${time}` : date;
}

/** By zone and options: one takes longer to make than a whole message. */
const formats = new Map<string, Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>>();

function formatIn(tz: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const ofZone = formats.get(tz) ?? new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();
  formats.set(tz, ofZone);
  const format = ofZone.get(options) ?? new Intl.DateTimeFormat('en', { ...options, timeZone: tz });
  ofZone.set(options, format);
  return format;
}
