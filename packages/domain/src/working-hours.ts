/** When work is done: as an event says it. */
export interface WeekOfWork {
  zone: string;
  hours: readonly { weekday: string; opens: string; closes: string }[] | null;
  holidays: readonly string[] | null;
}

/** What is worked between two instants (epoch ms), in ms. */
export type Worked = (fromMs: number, toMs: number) => number;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * Counts day by day, on the calendar of the zone, what of each day's hours lies between the instants; while clocks go
 * evenly a span of local time is as long as it looks. Null without hours.
 */
export function workedBy({ zone, hours, holidays }: WeekOfWork): Worked | null {
  if (hours === null || hours.length === 0) return null;
  const days = DAYS.map((_, day) => minutesOf(hours, day));
  const off = new Set((holidays ?? []).map((date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS));
  const onDay = (day: number): readonly Minutes[] => (off.has(day) ? [] : days[modulo(day + 3, 7)]!);
  return (fromMs, toMs) => {
    let worked = 0;
    for (const { from, to, offset } of evenSpans(zone, fromMs, toMs)) {
      const [begin, end] = [from + offset, to + offset];
      for (let day = Math.floor(begin / DAY_MS); day * DAY_MS < end; day += 1)
        for (const [opens, closes] of onDay(day)) {
          const midnight = day * DAY_MS;
          const overlap =
            Math.min(end, midnight + closes * MINUTE_MS) - Math.max(begin, midnight + opens * MINUTE_MS);
          if (overlap > 0) worked += overlap;
        }
    }
    return worked;
  };
}

type Minutes = readonly [opens: number, closes: number];

/** Of a day of the week, the minutes at which anybody works, as spans that do not touch. */
function minutesOf(hours: NonNullable<WeekOfWork['hours']>, day: number): Minutes[] {
  const isWorked = new Array<boolean>(1_440).fill(false);
  for (const { weekday, opens, closes } of hours) {
    const [begin, end] = [minuteOf(opens), minuteOf(closes)];
    const isOvernight = end <= begin;
    if (weekday === DAYS[day]) isWorked.fill(true, begin, isOvernight ? 1_440 : end);
    if (isOvernight && weekday === DAYS[(day + 6) % 7]) isWorked.fill(true, 0, end);
  }
  const spans: [number, number][] = [];
  isWorked.forEach((worked, minute) => {
    if (worked && isWorked[minute - 1]) spans.at(-1)![1] = minute + 1;
    else if (worked) spans.push([minute, minute + 1]);
  });
  return spans;
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

const modulo = (n: number, by: number) => ((n % by) + by) % by;

interface EvenSpan {
  from: number;
  to: number;
  /** Of local time to UTC, ms. */
  offset: number;
}

/** A span of time, cut where the clocks of a zone change. */
function evenSpans(zone: string, fromMs: number, toMs: number): EvenSpan[] {
  if (toMs <= fromMs) return [];
  const [first, last] = [fromMs, toMs].map((ms) => new Date(ms).getUTCFullYear()) as [number, number];
  const cuts = Array.from({ length: last - first + 1 }, (_, i) => changesIn(zone, first + i))
    .flat()
    .filter((at) => at > fromMs && at < toMs);
  return [fromMs, ...cuts].map((from, i) => ({ from, to: cuts[i] ?? toMs, offset: offsetAt(zone, from) }));
}

const changes = new Map<string, number[]>();

/** When clocks of a zone change in a year, epoch ms: between two days of different offsets, by halves. */
function changesIn(zone: string, year: number): number[] {
  const key = `${zone} ${year}`;
  const known = changes.get(key);
  if (known) return known;
  const found: number[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let day = Date.UTC(year, 0, 1); day < end; day += DAY_MS) {
    let [low, high] = [day, day + DAY_MS];
    if (offsetAt(zone, low) === offsetAt(zone, high)) continue;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (offsetAt(zone, middle) === offsetAt(zone, low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  changes.set(key, found);
  return found;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function offsetAt(zone: string, ms: number): number {
  let clock = clocks.get(zone);
  if (!clock) {
    const two = '2-digit';
    clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
      hourCycle: 'h23',
    });
    clocks.set(zone, clock);
  }
  const seconds = Math.floor(ms / 1_000) * 1_000;
  return Date.parse(`${clock.format(seconds).replace(' ', 'T')}Z`) - seconds;
}
