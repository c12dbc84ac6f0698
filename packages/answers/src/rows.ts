import type { FactName } from '@tallyboard/facts/facts';
import { decimalText, type Expression, evaluate } from '@tallyboard/metrics/expression';
import { type Formula, nameOf, quantitiesIn, readsBefore, readsOf } from '@tallyboard/metrics/formula';
import { type Amount, isMoney, nothingOf, type Quantity, together } from '@tallyboard/metrics/quantity';
import type { CellsRow } from './cells/cells-sql.js';
import { type Clock, clockOf, intervalsOf, startBy } from './clocks.js';

/** A row of an answer; `i`: the interval. */
export interface Row {
  i: number;
  dimensions: Record<string, string>;
  /** A sum of money is a decimal as text. */
  value: number | string | null;
  n: number;
  numerator: number | string | null;
  denominator: number | string | null;
}

/** What the cells of a fact add up to; `q0`, `q1`, … in the order of `quantities`. */
export interface Counted {
  fact: FactName;
  quantities: readonly Quantity[];
  rows: readonly CellsRow[];
  /** Currencies that the fact has not, and dimensions across which it is read: its rows, which are not told apart by them, count beside each that occurs. */
  without: readonly string[];
}

export interface Table {
  by: readonly string[];
  clocks: readonly Clock[];
  /** Epoch seconds. */
  now: number;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** Who has rows also with nothing to show, by some of `by`; null: nobody. */
  everyone: readonly Readonly<Record<string, string>>[] | null;
  /** More rows than these are none. */
  maxRows: number;
}

/**
 * The rows of an answer, whatever the number of facts: they meet on interval and dimensions, and what one of them has
 * nothing of is zero. Every interval that has begun of every group that occurs has a row, and the one number when
 * nothing is split; one still to come has a row when something is dated in it, but never as a stock, since what will
 * be is not known. Ordered by interval, then by value (highest first). Null when these would be more than `maxRows`.
 *
 * A group behind which nothing stands in any interval does not occur: its cells are of other metrics. Who is of
 * `everyone` has rows all the same.
 */
export function rowsOf(formula: Formula, counted: readonly Counted[], table: Table): Row[] | null {
  const { by, clocks, now, maxRows, everyone } = table;
  const intervals = intervalsOf(clocks);
  const quantities = readsOf(formula);
  const numbersAt = numbersOf(formula, quantities, table);
  const looksBack = readsBefore(formula);
  const amountsOf = (group: Group) =>
    looksBack ? levelsOf(quantities, group, intervals) : ownOf(quantities, group);
  const occurs = (group: Group) => hasAny(quantities, amountsOf(group), intervals);
  const groups = groupsOf(quantities, counted, by, occurs);
  if (by.length === 0 && groups.size === 0) groups.set('[]', { dimensions: {}, slots: [] });
  const rowsOfGroup = (group: Group): Row[] => {
    const levels = amountsOf(group);
    const own: Row[] = [];
    const startOf = startsOf(clocks, group.dimensions);
    for (let i = 0; i < intervals; i += 1) {
      const row = numbersAt(levels(i));
      const start = startOf(i);
      if (start === null) continue;
      const hasBegun = intervals === 1 || start <= now;
      if (hasBegun || (row.n !== 0 && !looksBack)) own.push({ i, dimensions: group.dimensions, ...row });
    }
    return own;
  };
  const rows: Row[] = [];
  const occurring: Group[] = [];
  for (const group of groups.values()) {
    const own = rowsOfGroup(group);
    if (by.length > 0 && own.every(({ n }) => n === 0)) continue;
    if (rows.length + intervals > maxRows) return null;
    rows.push(...own);
    occurring.push(group);
  }
  for (const dimensions of missing(everyone, occurring, by)) {
    if (rows.length + intervals > maxRows) return null;
    rows.push(...rowsOfGroup(groups.get(keyOf(dimensions, by)) ?? { dimensions, slots: [] }));
  }
  const keys = new Map(rows.map((row) => [row, keyOf(row.dimensions, by)]));
  return rows.sort(
    (a, b) => a.i - b.i || rank(b.value) - rank(a.value) || keys.get(a)!.localeCompare(keys.get(b)!, 'en'),
  );
}

/** When the intervals of a group begin, epoch seconds: by the clock of its office, or by the first of all. */
function startsOf(clocks: readonly Clock[], { office }: Group['dimensions']) {
  const own = office === undefined ? null : clockOf(clocks, office);
  return (i: number): number | null => {
    if (own) return startBy(own, i);
    const starts = clocks.flatMap((clock) => startBy(clock, i) ?? []);
    return starts.length === 0 ? null : Math.min(...starts);
  };
}

/** The groups of people that do not occur: of each person with all that occurs of other dimensions, such as currencies. */
function missing(
  everyone: Table['everyone'],
  occurring: readonly Group[],
  by: readonly string[],
): Group['dimensions'][] {
  if (!everyone || everyone.length === 0) return [];
  const others = by.filter((name) => everyone[0]![name] === undefined);
  const known = new Set(occurring.map(({ dimensions }) => keyOf(dimensions, by)));
  const combinations = new Map(
    occurring.map(({ dimensions }) => [keyOf(dimensions, others), dimensions] as const),
  );
  if (combinations.size === 0) combinations.set('', Object.fromEntries(others.map((name) => [name, ''])));
  return everyone
    .flatMap((person) =>
      [...combinations.values()].map((rest) =>
        Object.fromEntries(by.map((name) => [name, person[name] ?? rest[name]!])),
      ),
    )
    .filter((dimensions) => !known.has(keyOf(dimensions, by)));
}

const keyOf = (dimensions: Group['dimensions'], by: readonly string[]): string =>
  JSON.stringify(by.map((name) => dimensions[name]));

interface Group {
  dimensions: Record<string, string>;
  /** By interval + 1, so that the opening is the first. */
  slots: (Amount[] | undefined)[];
}

/** Rows of a fact that has not all of the dimensions are of every group of the others that `occurs`, and of no other. */
function groupsOf(
  quantities: readonly Quantity[],
  counted: readonly Counted[],
  by: readonly string[],
  occurs: (group: Group) => boolean,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  const names = quantities.map(nameOf);
  const add = ({ quantities: own, rows }: Counted, groupsOfRow: (row: CellsRow) => readonly Group[]) => {
    const places = own.map((quantity) => names.indexOf(nameOf(quantity)));
    for (const row of rows) {
      const index = (row.i ?? 0) + 1;
      for (const { slots } of groupsOfRow(row)) {
        const slot = slots[index] ?? quantities.map(nothingOf);
        slots[index] = slot;
        places.forEach((place, n) => {
          // Of more than the formula reads, what it does not.
          if (place < 0) return;
          slot[place] = together(
            quantities[place]!,
            slot[place]!,
            amountOf(quantities[place]!, row[`q${n}`]),
          );
        });
      }
    }
  };
  const told = counted.filter(({ without }) => without.length === 0);
  for (const each of told)
    add(each, (row) => {
      const values = by.map((dimension) => String(row[dimension] ?? ''));
      const key = JSON.stringify(values);
      let group = groups.get(key);
      if (!group) {
        group = { dimensions: Object.fromEntries(by.map((name, n) => [name, values[n]!])), slots: [] };
        groups.set(key, group);
      }
      return [group];
    });
  if (told.length === counted.length) return groups;
  for (const [key, group] of groups) if (!occurs(group)) groups.delete(key);
  for (const each of counted.filter(({ without }) => without.length > 0)) {
    const shared = by.filter((name) => !each.without.includes(name));
    const beside = new Map<string, Group[]>();
    for (const group of groups.values()) {
      const key = keyOf(group.dimensions, shared);
      beside.set(key, [...(beside.get(key) ?? []), group]);
    }
    add(each, (row) => beside.get(JSON.stringify(shared.map((name) => String(row[name] ?? '')))) ?? []);
  }
  return groups;
}

/** Whether there is any of these quantities in some interval. */
function hasAny(
  quantities: readonly Quantity[],
  amounts: (i: number) => readonly Amount[],
  intervals: number,
): boolean {
  for (let i = 0; i < intervals; i += 1)
    if (amounts(i).some((amount, n) => amount !== nothingOf(quantities[n]!))) return true;
  return false;
}

/** What each quantity is at an interval; to be asked of one after the other. */
function levelsOf(quantities: readonly Quantity[], { slots }: Group, intervals: number) {
  const nothing = quantities.map(nothingOf);
  const levels = [slots[0] ?? nothing];
  for (let i = 0; i < intervals; i += 1) {
    const own = slots[i + 1];
    levels.push(
      own ? quantities.map((quantity, n) => together(quantity, levels[i]![n]!, own[n]!)) : levels[i]!,
    );
  }
  return (i: number): Amount[] =>
    quantities.map(({ window }, n) => {
      if (window === 'interval') return (slots[i + 1] ?? nothing)[n]!;
      return levels[window === 'before_start' ? i : i + 1]![n]!;
    });
}

/** The same of a formula without stocks. */
function ownOf(quantities: readonly Quantity[], { slots }: Group) {
  const nothing = quantities.map(nothingOf);
  return (i: number): Amount[] => slots[i + 1] ?? nothing;
}

/** The numbers of a row, given what each quantity is. */
function numbersOf(
  formula: Formula,
  quantities: readonly Quantity[],
  { now, parameters }: Pick<Table, 'now' | 'parameters'>,
) {
  const { value, n, numerator, denominator } = formula;
  const names = quantities.map(nameOf);
  const places = new Map(quantitiesIn(formula).map((each) => [each, names.indexOf(nameOf(each))]));
  return (amounts: readonly Amount[]): Omit<Row, 'i' | 'dimensions'> => {
    const asked = { amountOf: (quantity: Quantity) => amounts[places.get(quantity)!]!, now, parameters };
    const shown = (expression: Expression | null) =>
      expression ? written(evaluate(expression, asked)) : null;
    return {
      value: shown(value),
      n: Number(evaluate(n, asked) ?? 0),
      numerator: shown(numerator),
      denominator: shown(denominator),
    };
  };
}

const written = (amount: Amount): number | string | null =>
  typeof amount === 'bigint' ? decimalText(amount) : amount;

/** As ClickHouse writes it. */
function amountOf(quantity: Quantity, value: CellsRow[string]): Amount {
  if (value === null || value === undefined) return nothingOf(quantity);
  if (!isMoney(quantity.type)) return Number(value);
  const [whole, fraction = ''] = String(value).split('.');
  return BigInt(`${whole}${fraction.padEnd(4, '0')}`);
}

const rank = (value: Row['value']) => (value === null ? Number.NEGATIVE_INFINITY : Number(value));
