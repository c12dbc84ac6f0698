import type { FactName } from '@tallyboard/facts/facts';
import { MONEY_PLACES } from '@tallyboard/metrics/expression';
import { currencyOf, nameOf } from '@tallyboard/metrics/formula';
import { type Amount, isMoney, nothingOf, type Quantity, together } from '@tallyboard/metrics/quantity';
import type { CellsRow } from './cells/cells-query.js';
import { type Conversion, rateDayOf } from './conversion/conversion.js';
import { unitsOf } from './units.js';

/** What the cells of a fact add up to; `q0`, `q1`, … in the order of `quantities`. */
export interface Counted {
  fact: FactName;
  quantities: readonly Quantity[];
  rows: readonly CellsRow[];
  /** Currencies that the fact has not, and dimensions across which it is read: its rows, which are not told apart by them, count beside each that occurs. */
  without: readonly string[];
}

export interface Group {
  dimensions: Record<string, string>;
  /** By the currency of what is converted, and of what is in stock by the clock that it goes by; else one alone. */
  parts: Map<string, Part>;
}

interface Part {
  currency: string;
  /** Its number. */
  clock: number;
  /** By interval + 1, so that the opening is the first. */
  slots: Slots;
}

type Slots = (Amount[] | undefined)[];

/** What each quantity is of a group at an interval. */
export type AmountsOf = (group: Group) => (i: number) => readonly Amount[];

export interface Grouping {
  by: readonly string[];
  intervals: number;
  /** Whether stocks run on from interval to interval. */
  looksBack: boolean;
  conversion: Conversion | null;
}

/** A group of which there is nothing. */
const emptyGroup = (dimensions: Group['dimensions']): Group => ({ dimensions, parts: new Map() });

/** The groups that rows are of. */
export interface Groups {
  /** Those that occur, by key. */
  occurring: Map<string, Group>;
  /** One of them, or another of which there is nothing but the whole that a share of nothing is of. */
  of(dimensions: Group['dimensions']): Group;
}

/**
 * Rows of a fact that has not all of the dimensions are of every group of the others in which there is anything, and of no
 * other. What a share is of makes groups of its own wherever it is told apart by all that is asked: 0 of many is a share.
 */
export function groupsOf(
  quantities: readonly Quantity[],
  counted: readonly Counted[],
  { by, intervals, conversion }: Grouping,
  amountsOf: AmountsOf,
): Groups {
  const occurring = new Map<string, Group>();
  const names = quantities.map(nameOf);
  const currencies = conversion ? [...new Set(quantities.flatMap((each) => currencyOf(each) ?? []))] : [];
  const isOfNone = (row: CellsRow) => currencies.some((name) => row[name] === '');
  const add = ({ quantities: own, rows }: Counted, groupsOfRow: (row: CellsRow) => readonly Group[]) => {
    const places = own.map((quantity) => names.indexOf(nameOf(quantity)));
    for (const row of rows) {
      const index = (row.i ?? 0) + 1;
      for (const group of groupsOfRow(row)) {
        places.forEach((place, n) => {
          // Of more than the formula reads, what it does not.
          if (place < 0) return;
          const quantity = quantities[place]!;
          // Beside amounts in one currency nothing counts that is of none; an amount of none cannot be converted, and says so.
          if (isOfNone(row) && !isMoney(quantity.type)) return;
          const { slots } = partOf(group, row, quantity, conversion);
          const slot = slots[index] ?? quantities.map(nothingOf);
          slots[index] = slot;
          slot[place] = together(quantity, slot[place]!, flowing(quantity, row, n, conversion));
        });
      }
    }
  };
  const isTold = (each: Counted) =>
    each.without.length === 0 || (isWhole(each) && !each.without.some((name) => by.includes(name)));
  for (const each of counted.filter(isTold))
    add(each, (row) => {
      const values = by.map((dimension) => String(row[dimension] ?? ''));
      const key = JSON.stringify(values);
      let group = occurring.get(key);
      if (!group) {
        group = emptyGroup(Object.fromEntries(by.map((name, n) => [name, values[n]!])));
        occurring.set(key, group);
      }
      return [group];
    });
  const others = counted.filter((each) => !isTold(each));
  if (others.length > 0)
    for (const [key, group] of occurring)
      if (!hasAny(quantities, amountsOf(group), intervals)) occurring.delete(key);
  const addBeside = (each: Counted, groups: Iterable<Group>) => {
    const shared = by.filter((name) => !each.without.includes(name));
    const beside = new Map<string, Group[]>();
    for (const group of groups) {
      const key = keyOf(group.dimensions, shared);
      beside.set(key, [...(beside.get(key) ?? []), group]);
    }
    add(each, (row) => beside.get(JSON.stringify(shared.map((name) => String(row[name] ?? '')))) ?? []);
  };
  for (const each of others) addBeside(each, occurring.values());
  return {
    occurring,
    of(dimensions) {
      const known = occurring.get(keyOf(dimensions, by));
      if (known) return known;
      const group = emptyGroup(dimensions);
      for (const each of others.filter(isWhole)) addBeside(each, [group]);
      return group;
    },
  };
}

/** Whether these are what shares are of. */
const isWhole = ({ quantities }: Counted): boolean => quantities.some(({ across }) => across.length > 0);

export const keyOf = (dimensions: Group['dimensions'], by: readonly string[]): string =>
  JSON.stringify(by.map((name) => dimensions[name]));

function partOf({ parts }: Group, row: CellsRow, quantity: Quantity, conversion: Conversion | null): Part {
  const currency = currencyIn(row, quantity, conversion);
  const clock = currency === '' || rateDayOf(quantity) === 'own' ? 0 : (row.c ?? 0);
  const key = `${currency} ${clock}`;
  const part = parts.get(key) ?? { currency, clock, slots: [] };
  parts.set(key, part);
  return part;
}

const currencyIn = (row: CellsRow, quantity: Quantity, conversion: Conversion | null): string =>
  conversion && isMoney(quantity.type) ? String(row[currencyOf(quantity)!]) : '';

/** What a row adds: of what is converted by the rate of its own day, converted. */
function flowing(quantity: Quantity, row: CellsRow, n: number, conversion: Conversion | null): Amount {
  const amount = amountOf(quantity, row[`q${n}`]);
  if (!conversion || typeof amount !== 'bigint' || rateDayOf(quantity) !== 'own') return amount;
  const currency = currencyIn(row, quantity, conversion);
  return conversion.ofSegment(amount, currency, row);
}

/** How what each quantity is at an interval follows from what cells add up to. */
export function amountsBy(quantities: readonly Quantity[], grouping: Grouping): AmountsOf {
  const { looksBack, intervals, conversion } = grouping;
  const amountsIn = (slots: Slots) =>
    looksBack ? levelsOf(quantities, slots, intervals) : ownOf(quantities, slots);
  return ({ parts }) => {
    const nothing: Part = { currency: '', clock: 0, slots: [] };
    const read = (parts.size === 0 ? [nothing] : [...parts.values()]).map(
      (part) => [part, amountsIn(part.slots)] as const,
    );
    if (!conversion) return read[0]![1];
    const days = quantities.map(rateDayOf);
    return (i) =>
      read
        .map(([part, amounts]) =>
          amounts(i).map((amount, n) => {
            const day = days[n]!;
            if (typeof amount !== 'bigint' || day === 'own') return amount;
            return conversion.ofInstant(amount, part, day, i);
          }),
        )
        .reduce((all, own) => all.map((amount, n) => together(quantities[n]!, amount, own[n]!)));
  };
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
function levelsOf(quantities: readonly Quantity[], slots: Slots, intervals: number) {
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
function ownOf(quantities: readonly Quantity[], slots: Slots) {
  const nothing = quantities.map(nothingOf);
  return (i: number): Amount[] => slots[i + 1] ?? nothing;
}

/** As ClickHouse writes it. */
function amountOf(quantity: Quantity, value: CellsRow[string]): Amount {
  if (value === null || value === undefined) return nothingOf(quantity);
  if (!isMoney(quantity.type)) return Number(value);
  return unitsOf(String(value), MONEY_PLACES);
}
