import { decimalText, type Expression, evaluate, MONEY_PLACES } from '@tallyboard/metrics/expression';
import { type Formula, nameOf, quantitiesIn, readsBefore, readsOf } from '@tallyboard/metrics/formula';
import type { Amount, Quantity } from '@tallyboard/metrics/quantity';
import { type Clock, clockOf, intervalsOf, startBy } from './clocks.js';
import { CONVERTED_PLACES, type Conversion } from './conversion/conversion.js';
import { divided } from './conversion/rate-book.js';
import { amountsBy, type Counted, type Group, groupsOf, keyOf } from './groups.js';

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

export interface Table {
  by: readonly string[];
  clocks: readonly Clock[];
  /** Epoch seconds. */
  now: number;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** Who has rows also with nothing to show, by some of `by`; null: nobody. */
  everyone: readonly Readonly<Record<string, string>>[] | null;
  /** Into one currency; null: amounts are as they are. */
  conversion: Conversion | null;
  /** On how many days of an interval is worked, for a row; of formulas that count them. */
  workingDays?: (dimensions: Readonly<Record<string, string>>, i: number) => number;
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
  const { by, clocks, now, maxRows, everyone, conversion } = table;
  const intervals = intervalsOf(clocks);
  const quantities = readsOf(formula);
  const numbersAt = numbersOf(formula, quantities, table);
  const looksBack = readsBefore(formula);
  const grouping = { by, intervals, looksBack, conversion };
  const amountsOf = amountsBy(quantities, grouping);
  const groups = groupsOf(quantities, counted, grouping, amountsOf);
  const rowsOfGroup = (group: Group): Row[] => {
    const levels = amountsOf(group);
    const own: Row[] = [];
    const startOf = startsOf(clocks, group.dimensions);
    for (let i = 0; i < intervals; i += 1) {
      const start = startOf(i);
      if (start === null) continue;
      const hasBegun = intervals === 1 || start <= now;
      if (!hasBegun && looksBack) continue;
      const row = numbersAt(levels(i), group.dimensions, i);
      if (hasBegun || row.n !== 0) own.push({ i, dimensions: group.dimensions, ...row });
    }
    return own;
  };
  const rows: Row[] = [];
  const occurring: Group[] = [];
  for (const group of by.length === 0 ? [groups.of({})] : groups.occurring.values()) {
    const own = rowsOfGroup(group);
    if (by.length > 0 && own.every(({ n }) => n === 0)) continue;
    if (rows.length + intervals > maxRows) return null;
    rows.push(...own);
    occurring.push(group);
  }
  for (const dimensions of missing(everyone, occurring, by)) {
    if (rows.length + intervals > maxRows) return null;
    rows.push(...rowsOfGroup(groups.of(dimensions)));
  }
  const keys = new Map(rows.map((row) => [row, keyOf(row.dimensions, by)]));
  return rows.sort(
    (a, b) => a.i - b.i || rank(b.value) - rank(a.value) || keys.get(a)!.localeCompare(keys.get(b)!, 'en'),
  );
}

/** Of rows in their order the first so many of each interval, each currency for itself. */
export function topOf(rows: readonly Row[], top: number, currencies: readonly string[]): Row[] {
  const seen = new Map<string, number>();
  return rows.filter(({ i, dimensions }) => {
    const key = JSON.stringify([i, ...currencies.map((currency) => dimensions[currency])]);
    const place = (seen.get(key) ?? 0) + 1;
    seen.set(key, place);
    return place <= top;
  });
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

/** The numbers of a row, given what each quantity is. */
function numbersOf(
  formula: Formula,
  quantities: readonly Quantity[],
  {
    now,
    parameters,
    conversion,
    workingDays,
  }: Pick<Table, 'now' | 'parameters' | 'conversion' | 'workingDays'>,
) {
  const { value, n, numerator, denominator } = formula;
  const names = quantities.map(nameOf);
  const moneyPlaces = conversion ? CONVERTED_PLACES : MONEY_PLACES;
  const places = new Map(quantitiesIn(formula).map((each) => [each, names.indexOf(nameOf(each))]));
  return (
    amounts: readonly Amount[],
    dimensions: Row['dimensions'],
    i: number,
  ): Omit<Row, 'i' | 'dimensions'> => {
    const asked = {
      amountOf: (quantity: Quantity) => amounts[places.get(quantity)!]!,
      now,
      parameters,
      moneyPlaces,
      ...(workingDays ? { workingDays: workingDays(dimensions, i) } : {}),
    };
    const shown = (expression: Expression | null) =>
      expression ? written(evaluate(expression, asked), moneyPlaces) : null;
    return {
      value: shown(value),
      n: Number(evaluate(n, asked) ?? 0),
      numerator: shown(numerator),
      denominator: shown(denominator),
    };
  };
}

const written = (amount: Amount, places: number): number | string | null =>
  typeof amount === 'bigint' ? decimalText(divided(amount, 10n ** BigInt(places - MONEY_PLACES))) : amount;

const rank = (value: Row['value']) => (value === null ? Number.NEGATIVE_INFINITY : Number(value));
