import { Failure } from '@tallyboard/runtime/failure';

/** The whole days of a calendar, ISO dates as often as they are said, and of each entry that gives none why. */
export interface WholeDays {
  dates: string[];
  passedOver: string[];
}

const DAY_MS = 86_400_000;
/** For so many years to come a yearly holiday is taken where no end is said: hours that are set now do not hold longer. */
const YEARS_TO_COME = 10;
/** Longer ones are no holidays. */
const MOST_DAYS = 366;

/**
 * Whole days of an iCalendar file (RFC 5545): events of VALUE=DATE, each day of DTEND or DURATION, again each year where RRULE
 * says so and on the days of RDATE, but for those of EXDATE and those that an event of their own (RECURRENCE-ID) takes the
 * place of. What else an event can be is no holiday, and is said. `thisYear`: until when yearly ones are taken follows from it.
 */
export function wholeDaysIn(text: string, thisYear: number): WholeDays {
  const { events, others } = readEvents(text);
  const passedOver = [...others].map(
    ([component, count]) => `${count} × ${component}: of a calendar only events are holidays`,
  );
  const moved = new Map<string, number[]>();
  for (const event of events) {
    const instance = event.one('RECURRENCE-ID');
    if (!instance) continue;
    if (instance.parameters.includes('RANGE='))
      throw new Failure(
        `${nameOf(event)} moves all that come after it (RECURRENCE-ID with RANGE), which is not read: let the calendar be exported with each day by itself.`,
      );
    const uid = event.one('UID')?.value ?? '';
    moved.set(uid, [...(moved.get(uid) ?? []), dayOf(instance.value, 'RECURRENCE-ID', event)]);
  }
  const dates = events.flatMap((event) => {
    const found = daysOf(event, thisYear, moved.get(event.one('UID')?.value ?? '') ?? []);
    if (typeof found !== 'string') return found.map(isoDate);
    passedOver.push(`${nameOf(event)}: ${found}`);
    return [];
  });
  return { dates, passedOver };
}

interface Property {
  /** What stands between the name and the colon. */
  parameters: string;
  value: string;
}

interface CalendarEvent {
  one(name: string): Property | undefined;
  all(name: string): readonly Property[];
}

/** Events, each with its own properties and none of what is within it (alarms have a DURATION, too); and how many there are of all else. */
function readEvents(text: string): { events: CalendarEvent[]; others: Map<string, number> } {
  // A line that begins with a space goes on with the one before it.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const events: CalendarEvent[] = [];
  const others = new Map<string, number>();
  const within: string[] = [];
  let properties = new Map<string, Property[]>();
  for (const line of lines) {
    const [, name, parameters, value] = /^([A-Z-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/i.exec(line) ?? [];
    if (name === undefined) continue;
    const [upper, said] = [name.toUpperCase(), value!.trim()];
    if (upper === 'BEGIN') {
      within.push(said.toUpperCase());
      if (within.length !== 2) continue;
      properties = new Map();
      if (!['VEVENT', 'VTIMEZONE'].includes(within[1]!))
        others.set(within[1]!, (others.get(within[1]!) ?? 0) + 1);
    } else if (upper === 'END') {
      if (within.length === 2 && within[1] === 'VEVENT') events.push(eventOf(properties));
      within.pop();
    } else if (within.length === 2 && within[1] === 'VEVENT')
      properties.set(upper, [
        ...(properties.get(upper) ?? []),
        { parameters: parameters!.toUpperCase(), value: said },
      ]);
  }
  return { events, others };
}

function eventOf(properties: ReadonlyMap<string, readonly Property[]>): CalendarEvent {
  const all = (name: string) => properties.get(name) ?? [];
  return { all, one: (name) => all(name)[0] };
}

/** How people find it again. */
function nameOf(event: CalendarEvent): string {
  const summary = event.one('SUMMARY')?.value.replace(/\\([,;\\])/g, '$1') || 'An event';
  const start = /^(\d{4})(\d{2})(\d{2})/.exec(event.one('DTSTART')?.value ?? '');
  return start ? `${summary} (${start.slice(1).join('-')})` : summary;
}

/** Its days, as ms of their midnights in UTC, or why there are none. `moved`: the instances that other events take the place of. */
function daysOf(event: CalendarEvent, thisYear: number, moved: readonly number[]): number[] | string {
  if (event.one('STATUS')?.value.toUpperCase() === 'CANCELLED') return 'is cancelled';
  const start = dayIn(event.one('DTSTART')?.value);
  if (start === null) return 'is no whole day';
  const length = lengthOf(event, start);
  if (typeof length === 'string') return length;
  const without = new Set([...daysListed(event, 'EXDATE'), ...(event.one('RECURRENCE-ID') ? [] : moved)]);
  const starts = [...startsOf(start, event, thisYear), ...daysListed(event, 'RDATE')].filter(
    (first) => !without.has(first),
  );
  if (starts.length === 0) return 'is taken away on each of its days';
  return starts.flatMap((first) => Array.from({ length }, (_, n) => first + n * DAY_MS));
}

/** How many days, from DTEND or DURATION; else why that is not known. */
function lengthOf(event: CalendarEvent, start: number): number | string {
  const [end, duration] = [event.one('DTEND')?.value, event.one('DURATION')?.value];
  if (end !== undefined && duration !== undefined)
    return 'has an end and a duration, of which one must be wrong';
  if (end === undefined && duration === undefined) return 1;
  let days: number;
  if (duration === undefined) {
    const until = dayIn(end);
    if (until === null) return `ends at ${end}, which is no whole day`;
    days = (until - start) / DAY_MS;
    // Some programs write the day itself as the end.
    if (days === 0) days = 1;
  } else {
    const [, many, unit] = /^\+?P(\d+)([DW])$/i.exec(duration) ?? [];
    if (many === undefined) return `lasts ${duration}, which are no whole days`;
    days = Number(many) * (unit!.toUpperCase() === 'W' ? 7 : 1);
  }
  if (days < 1) return 'ends before it begins';
  return days > MOST_DAYS ? `lasts ${days} days, which is no holiday` : days;
}

/** The days of a property that lists them, over however many lines. */
const daysListed = (event: CalendarEvent, name: 'EXDATE' | 'RDATE'): number[] =>
  event.all(name).flatMap(({ value }) => value.split(',').map((each) => dayOf(each, name, event)));

/** When it begins: once, or every year. */
function startsOf(start: number, event: CalendarEvent, thisYear: number): number[] {
  const [rule, ...more] = event.all('RRULE');
  if (!rule) return [start];
  const first = new Date(start);
  const said = new Map(
    rule.value.split(';').map((part) => part.toUpperCase().split('=') as [string, string | undefined]),
  );
  /** What a rule may say beside how often, where it says nothing new. */
  const usual: Readonly<Record<string, (value: string) => boolean>> = {
    FREQ: (value) => value === 'YEARLY',
    INTERVAL: (value) => Number(value) === 1,
    BYMONTH: (value) => Number(value) === first.getUTCMonth() + 1,
    BYMONTHDAY: (value) => Number(value) === first.getUTCDate(),
    WKST: () => true,
    UNTIL: (value) => dayIn(value.slice(0, 8)) !== null,
    COUNT: (value) => /^[1-9]\d*$/.test(value),
  };
  const isRead =
    more.length === 0 && said.has('FREQ') && [...said].every(([name, value]) => usual[name]?.(value ?? ''));
  if (!isRead)
    throw new Failure(
      `${nameOf(event)} comes again by the rule ${rule.value}, which is not read: let the calendar be exported with each day by itself.`,
    );
  const until = dayIn(said.get('UNTIL')?.slice(0, 8)) ?? Number.POSITIVE_INFINITY;
  const years = Math.max(1, thisYear + YEARS_TO_COME - first.getUTCFullYear());
  return (
    Array.from({ length: years }, (_, n) =>
      Date.UTC(first.getUTCFullYear() + n, first.getUTCMonth(), first.getUTCDate()),
    )
      // The 29th of February comes every four years.
      .filter((each) => new Date(each).getUTCDate() === first.getUTCDate())
      .slice(0, Number(said.get('COUNT') ?? years))
      .filter((each) => each <= until)
  );
}

/** `20261225` as the ms of its midnight in UTC; null: a time of day, or no date. */
function dayIn(text: string | undefined): number | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '') ?? [];
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** The same of a day that tells instances apart: a midnight by a local clock is the day, too, as some programs write it. */
function dayOf(text: string, name: string, event: CalendarEvent): number {
  const day = dayIn(text.trim().replace(/T000000$/, ''));
  if (day !== null) return day;
  throw new Failure(
    `${nameOf(event)} has ${name} ${text}, which is no whole day: let the calendar be exported with each day by itself.`,
  );
}

const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
