import type { Cell } from '@tallyboard/domain/oracle';
import type { CountedAs } from '@tallyboard/domain/products';
import type { WorthOf } from '@tallyboard/domain/rates';
import { type Numbers, SECOND_ANSWERS, type Selection, WHOLES } from './second-answers.js';

/** A question, as far as its answer depends on it. Instants in epoch seconds. */
export interface Asked {
  metric: string;
  facts: readonly Cell['fact'][];
  tenant: string;
  from: number;
  to: number;
  interval: 'none' | 'hour' | 'day' | 'week';
  /** `office`: by the days of each office; then from and to are midnights of UTC that stand for dates. */
  tz: string;
  /** 0: Sunday. */
  weekStarts: number;
  /** Zones by office. */
  zones: Readonly<Record<string, string>>;
  /** Null: nobody has a row for nothing. */
  everyone: readonly Member[] | null;
  by: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  /** Into which amounts are converted, in units of 10^-16; null: they are not. */
  currency: string | null;
  worthOf: WorthOf;
  countedAs: CountedAs;
  now: number;
  days: number;
  target: number;
}

/** Where a rep belonged from an instant on (epoch seconds) until the next of the same rep. */
export interface Member {
  rep: string;
  office: string;
  team: string;
  since: number;
}

export interface SecondRow extends Numbers {
  /** Epoch seconds. */
  start: number;
  dimensions: Record<string, string>;
}

const QUARTER = 900;

/** The rows of an answer, cell by cell: every interval that has begun of every group that something stands behind. */
export function secondRows(stored: readonly Cell[], question: Asked): SecondRow[] {
  const { countedAs } = question;
  const cells = stored.map((cell) => counted(cell, countedAs));
  const asked = { ...question, filter: countedFilter(question.filter, countedAs) };
  const { measure, across: wholes } = WHOLES[asked.metric] ?? { measure: '', across: [] };
  const isSplitBy = (across: readonly string[]) => asked.by.some((name) => across.includes(name));
  const isMine = ({ tenant, fact }: Cell) => tenant === asked.tenant && asked.facts.includes(fact);
  const isFiltered = ({ dimensions }: Cell, but: readonly string[] = []) =>
    Object.entries(asked.filter).every(
      ([name, values]) =>
        but.includes(name) || dimensions[name] === undefined || values.includes(dimensions[name]),
    );
  const mine = cells.filter((cell) => isMine(cell) && isFiltered(cell));
  // Amounts are converted by currency.
  const split = [...asked.by, ...Object.keys(asked.filter), ...(asked.currency === null ? [] : ['currency'])];
  const told = mine.filter(
    (cell) =>
      split.every((name) => cell.dimensions[name] !== undefined) &&
      // Its n is no number of cells: there is a group where there is a cell.
      (asked.metric !== 'contacts_per_day' ||
        (!isBefore(cell, asked.from, asked) && isBefore(cell, asked.to, asked))),
  );
  const groups = new Map<string, { dimensions: Record<string, string>; cells: Cell[] }>();
  if (asked.by.length === 0) groups.set('[]', { dimensions: {}, cells: [] });
  for (const cell of told) {
    const dimensions = Object.fromEntries(asked.by.map((name) => [name, cell.dimensions[name]!]));
    const key = JSON.stringify(Object.values(dimensions));
    const group = groups.get(key) ?? { dimensions, cells: [] };
    groups.set(key, group);
    group.cells.push(cell);
  }
  // Nothing of a whole is a share of it, too, but where each share has a row.
  const toldWholes = wholes.filter((across) => !isSplitBy(across));
  for (const across of toldWholes)
    for (const cell of cells.filter((each) => isMine(each) && isFiltered(each, across))) {
      const dimensions = Object.fromEntries(asked.by.map((name) => [name, cell.dimensions[name]!]));
      const key = JSON.stringify(Object.values(dimensions));
      if (!groups.has(key)) groups.set(key, { dimensions, cells: [] });
    }
  const starts = startsOf(asked);
  const rowsOf = (dimensions: Record<string, string>, own: readonly Cell[]) => {
    const rows = allOf(dimensions, own);
    return rows.filter(
      ({ start, n }) =>
        asked.interval === 'none' ||
        starts.length === 1 ||
        hasBegun(start, dimensions, asked) ||
        (n !== 0 && !looksBack(asked.metric)),
    );
  };
  const isIn = (cell: Cell, start: number, end: number) =>
    !isBefore(cell, start, asked) && isBefore(cell, end, asked);
  /** What is alike but for some dimensions. */
  const wholeOf = (dimensions: Record<string, string>, across: readonly string[]) =>
    cells.filter(
      (cell) =>
        isMine(cell) &&
        isFiltered(cell, across) &&
        asked.by.every((name) => across.includes(name) || dimensions[name] === cell.dimensions[name]),
    );
  const amountIn = (some: readonly Cell[], start: number, i: number) =>
    some
      .filter((cell) => isIn(cell, start, starts[i + 1] ?? asked.to))
      .reduce((sum, cell) => sum + Number(cell.measures[measure] ?? 0), 0);
  /** Where wholes are split there is a group only where there is something that is told apart as the question says. */
  const isThere = (dimensions: Record<string, string>, own: readonly Cell[]) =>
    toldWholes.length === wholes.length ||
    [own, ...toldWholes.map((across) => wholeOf(dimensions, across))].some((some) =>
      starts.some((start, i) => amountIn(some, start, i) !== 0),
    );
  const allOf = (dimensions: Record<string, string>, own: readonly Cell[]) => {
    const all = wholes.map((across) => wholeOf(dimensions, across));
    return starts.map((start, i) => {
      const end = starts[i + 1] ?? asked.to;
      const some = (is: (cell: Cell) => boolean, when: (cell: Cell) => number) =>
        converted(own.filter(is), when, asked);
      const startOf = (cell: Cell) => instantOf(start, cell.dimensions.office!, asked);
      const endOf = (cell: Cell) => instantOf(end, cell.dimensions.office!, asked);
      const ownOf = ({ bucket }: Cell) => bucket;
      const selection: Selection = {
        // What is not asked for is not converted.
        get inside() {
          return some((cell) => isIn(cell, start, end), ownOf);
        },
        get beforeStart() {
          return some(
            (cell) => isBefore(cell, start, asked),
            (cell) => Math.min(startOf(cell), asked.now),
          );
        },
        get beforeEnd() {
          return some(
            (cell) => isBefore(cell, end, asked),
            (cell) => Math.min(endOf(cell) - 1, asked.now),
          );
        },
        get soFar() {
          return some((cell) => isBefore(cell, end, asked), ownOf);
        },
        wholes: all.map((whole) => whole.filter((cell) => isIn(cell, start, end))),
        startOf,
        endOf,
        now: asked.now,
        get workingDays() {
          return mondaysToFridays(start, end, dimensions, asked);
        },
        days: asked.days,
        target: asked.target,
      };
      return { start, dimensions, ...SECOND_ANSWERS[asked.metric]!(selection) };
    });
  };
  // What is not told apart by currency counts beside each currency of which there is anything.
  const others = mine.filter((cell) => !told.includes(cell));
  for (const group of others.length > 0 ? groups.values() : [])
    if (allOf(group.dimensions, group.cells).some(({ n, numerator }) => n !== 0 || Number(numerator) !== 0))
      group.cells.push(
        ...others.filter((cell) =>
          asked.by.every((name) => [undefined, group.dimensions[name]].includes(cell.dimensions[name])),
        ),
      );
  const found = [...groups.values()]
    .filter(({ dimensions, cells: own }) => isThere(dimensions, own))
    .map(({ dimensions, cells: own }) => rowsOf(dimensions, own))
    .filter((rows) => rows.length > 0 && (asked.by.length === 0 || rows.some(({ n }) => n !== 0)));
  const shown = new Map(found.map((rows) => [JSON.stringify(Object.values(rows[0]!.dimensions)), rows]));
  for (const dimensions of wanted(
    asked,
    found.map((rows) => rows[0]!.dimensions),
  )) {
    const key = JSON.stringify(Object.values(dimensions));
    if (!shown.has(key)) shown.set(key, rowsOf(dimensions, groups.get(key)?.cells ?? []));
  }
  return [...shown.values()].flat();
}

/** A cell of the product with which its own counts, and of the category of that. */
export function counted(cell: Cell, countedAs: CountedAs): Cell {
  if (cell.dimensions.product === undefined) return cell;
  const { product, category } = countedAs(cell.dimensions.product);
  return { ...cell, dimensions: { ...cell.dimensions, product, category } };
}

const countedFilter = (filter: Asked['filter'], countedAs: CountedAs): Asked['filter'] =>
  filter.product ? { ...filter, product: filter.product.map((named) => countedAs(named).product) } : filter;

/** Cells with amounts in the currency that is asked for, in units of 10^-16, each by the rate of some instant; without those of no currency. */
function converted(cells: readonly Cell[], instantBy: (cell: Cell) => number, asked: Asked): readonly Cell[] {
  const { currency: target, worthOf, tz, zones } = asked;
  if (target === null) return cells;
  const known = cells.filter(({ dimensions }) => dimensions.currency !== '');
  return known.map((cell) => {
    const { currency, office = '' } = cell.dimensions;
    if (currency === undefined) return cell;
    const zone = tz === 'office' ? (zones[office] ?? 'UTC') : tz;
    const instant = instantBy(cell);
    const worth = worthOf(currency, target, dateIn(zone, instant));
    if (worth === null) throw new Error(`no rate of ${currency} on ${dateIn(zone, instant)}`);
    const inTarget = (amount: string) => String(BigInt(amount.replace('.', '')) * worth);
    const measures = Object.entries(cell.measures).map(([name, value]) => {
      if (typeof value === 'string' && value.includes('.')) return [name, inTarget(value)];
      if (typeof value !== 'object' || !Object.values(value).some((each) => typeof each === 'string'))
        return [name, value];
      return [
        name,
        Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inTarget(String(each))])),
      ];
    });
    return { ...cell, measures: Object.fromEntries(measures) };
  });
}

/** Whether its second answer takes cells from before the interval: then a number of the future is not known. */
function looksBack(metric: string): boolean {
  let looked = false;
  const before = (): Cell[] => {
    looked = true;
    return [];
  };
  SECOND_ANSWERS[metric]!({
    inside: [],
    wholes: [],
    get beforeStart() {
      return before();
    },
    get beforeEnd() {
      return before();
    },
    get soFar() {
      return before();
    },
    startOf: () => 0,
    endOf: () => 0,
    now: 0,
    workingDays: 0,
    days: 0,
    target: 0,
  });
  return looked;
}

/** Whether a cell comes before an instant, or by the days of its office before a date. */
const isBefore = ({ bucket, dimensions }: Cell, at: number, asked: Asked): boolean =>
  bucket < instantOf(at, dimensions.office!, asked);

/** Days with a noon in the interval that have begun by now. */
function mondaysToFridays(
  from: number,
  to: number,
  { office }: Record<string, string>,
  asked: Asked,
): number {
  const own = office ?? (asked.filter.office?.length === 1 ? asked.filter.office[0]! : '');
  const zone = asked.tz === 'office' ? (asked.zones[own] ?? 'UTC') : asked.tz;
  let days = 0;
  for (let at = instantOf(from, own, asked); at < instantOf(to, own, asked); at += QUARTER) {
    const date = dateIn(zone, at);
    const isWeekend = [0, 6].includes(new Date(date).getUTCDay());
    if (timeIn(zone, at) === '12:00' && !isWeekend && date <= dateIn(zone, asked.now)) days += 1;
  }
  return days;
}

/** The instant at which a date begins in an office: the first quarter hour that has it, or a later one. */
function instantOf(at: number, office: string, { tz, zones }: Asked): number {
  if (tz !== 'office') return at;
  const zone = zones[office] ?? 'UTC';
  const date = dateIn('UTC', at);
  let instant = at - 16 * 3_600;
  while (dateIn(zone, instant) < date) instant += QUARTER;
  return instant;
}

const hasBegun = (start: number, { office }: Record<string, string>, asked: Asked): boolean =>
  (office === undefined ? officesOf(asked) : [office]).some(
    (each) => instantOf(start, each, asked) <= asked.now,
  );

/** Whose clocks count; that of no office is one of them, unless offices are filtered. */
const officesOf = ({ filter, zones }: Asked): readonly string[] =>
  filter.office ?? [...Object.keys(zones), ''];

/** Rows of everyone: people who were there on some quarter hour of the period, with all that occurs of other dimensions. */
function wanted(asked: Asked, found: readonly Record<string, string>[]): Record<string, string>[] {
  const { everyone, by, filter, zones, from, to } = asked;
  if (!everyone) return [];
  const isAsked = (name: string, value: string) => filter[name]?.includes(value) ?? true;
  const people = everyone
    .filter(({ rep, office, team, since }) => {
      const next = Math.min(
        ...everyone.filter((other) => other.rep === rep && other.since > since).map((other) => other.since),
      );
      const begin = instantOf(from, office, asked);
      const end = instantOf(to, office, asked);
      const isThere = since < end && next > begin;
      return isThere && isAsked('rep', rep) && isAsked('office', office) && isAsked('team', team);
    })
    .map(({ rep, office, team }) => ({ rep, office, team }) as Record<string, string>);
  const isPerson = (name: string) => name === 'rep' || name === 'office' || name === 'team';
  if (by.filter(isPerson).join() === 'office' && !filter.rep && !filter.team)
    for (const office of Object.keys(zones)) if (isAsked('office', office)) people.push({ office });
  const others = by.filter((name) => !isPerson(name));
  const rest = found.length > 0 ? found : [Object.fromEntries(others.map((name) => [name, '']))];
  return people
    .filter((person) => by.some((name) => isPerson(name) && person[name] !== ''))
    .flatMap((person) =>
      rest.map((row) =>
        Object.fromEntries(by.map((name) => [name, isPerson(name) ? person[name]! : row[name]!])),
      ),
    );
}

/** The quarter hours at which the clocks of the zone show a full hour, or an hour, day or week that they did not show before. */
function startsOf({ from, to, interval, tz: asked, weekStarts }: Asked): number[] {
  if (interval === 'none') return [from];
  const tz = asked === 'office' ? 'UTC' : asked;
  const starts = [from];
  for (let at = from + QUARTER; at < to; at += QUARTER) {
    const isNewDay = dateIn(tz, at) !== dateIn(tz, at - QUARTER);
    if (
      interval === 'hour'
        ? timeIn(tz, at).endsWith(':00') ||
          timeIn(tz, at).slice(0, 2) !== timeIn(tz, at - QUARTER).slice(0, 2)
        : isNewDay && (interval === 'day' || new Date(dateIn(tz, at)).getUTCDay() === weekStarts)
    )
      starts.push(at);
  }
  return starts;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function shownIn(tz: string, epochSeconds: number): string {
  const format =
    formats.get(tz) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'short' });
  formats.set(tz, format);
  return format.format(epochSeconds * 1_000);
}
/** `2026-03-29`. */
const dateIn = (tz: string, epochSeconds: number) => shownIn(tz, epochSeconds).slice(0, 10);
/** `14:45`. */
const timeIn = (tz: string, epochSeconds: number) => shownIn(tz, epochSeconds).slice(11);
