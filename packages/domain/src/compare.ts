import { add } from './decimal.js';

/** What cells of a fact hold, as far as comparing and adding them goes. */
export interface CellShape {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly measures: readonly { readonly name: string; readonly type: string }[];
}

/** One group of a cell, stored or proven, as its side gives it. A group without any measure counts as absent. */
export interface ComparedCell {
  tenant: string;
  fact: string;
  /** Start of the 15 minutes, epoch seconds. */
  bucket: number;
  dimensions: Readonly<Record<string, string>>;
  /** Counts and sums as numbers or text, decimals as text, maps as objects. */
  measures: Readonly<Record<string, unknown>>;
}

/** A measure in a form in which equal means equal: integers and decimals as text, maps as sorted entries. */
export type Canonical = string;

/** One measure of one cell that is not what the log proves. */
export interface Difference {
  measure: string;
  stored: Canonical;
  proven: Canonical;
}

/**
 * Where two groups of one cell do not agree, measure by measure; an absent one is all zeros. Exact: amounts and sums
 * that are too large for a number are compared digit by digit.
 */
export function differencesOf(
  shape: CellShape,
  stored: ComparedCell | undefined,
  proven: ComparedCell | undefined,
): Difference[] {
  const left = canonicalMeasures(shape, stored);
  const right = canonicalMeasures(shape, proven);
  return shape.measures.flatMap(({ name }, i) =>
    left[i] === right[i] ? [] : [{ measure: name, stored: left[i]!, proven: right[i]! }],
  );
}

/** No measure of it is anything but zero. */
export function isZero(shape: CellShape, cell: ComparedCell): boolean {
  return shape.measures.every(
    ({ name, type }) => canonical(cell.measures[name], type) === canonical(undefined, type),
  );
}

/** What tells the groups of one fact apart. No text of an event has a control character. */
export function groupKey(
  { dimensions: names }: CellShape,
  { tenant, bucket, dimensions }: Omit<ComparedCell, 'fact' | 'measures'>,
): string {
  let key = `${tenant}\0${bucket}`;
  for (const name of names) key += `\0${dimensions[name] ?? ''}`;
  return key;
}

/** All measures in canonical form, in the order of the fact; those of an absent cell are zeros. */
export function canonicalMeasures(shape: CellShape, cell: ComparedCell | undefined): Canonical[] {
  return shape.measures.map(({ name, type }) => canonical(cell?.measures[name], type));
}

/** The canonical form of a measure of that type; an absent one is its zero. */
export function canonical(value: unknown, type: string): Canonical {
  if (type === 'map') return canonicalMap(value);
  if (type === 'decimal_map') return canonicalAmounts(value);
  if (value === undefined || value === null) return '0';
  return type === 'decimal' ? canonicalDecimal(String(value)) : integer(value);
}

/** Two spellings of one amount are one: `1054`, `1054.0`, `1054.0000`. */
export function canonicalDecimal(text: string): Canonical {
  const bare = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return bare === '-0' ? '0' : bare;
}

/** The measures of two parts of one group, each folded from other entities, added up. */
export function addMeasures(
  { measures }: CellShape,
  left: ComparedCell['measures'],
  right: ComparedCell['measures'],
): Record<string, unknown> {
  return Object.fromEntries(
    measures.map(({ name, type }) => {
      const [a, b] = [left[name], right[name]];
      if (b === undefined) return [name, a];
      if (a === undefined) return [name, b];
      if (type === 'map') return [name, addMaps(a as Counted, b as Counted)];
      if (type === 'decimal_map') return [name, addAmounts(a as Amounts, b as Amounts)];
      if (type === 'decimal') return [name, add(String(a), String(b))];
      const sum = Number(a) + Number(b);
      return [
        name,
        Number.isSafeInteger(sum) ? sum : String(BigInt(a as number | string) + BigInt(b as number | string)),
      ];
    }),
  );
}

type Counted = Record<string, number>;

function addMaps(left: Counted, right: Counted): Counted {
  const sum = { ...left };
  for (const [key, count] of Object.entries(right)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

type Amounts = Record<string, string>;

function addAmounts(left: Amounts, right: Amounts): Amounts {
  const sum = { ...left };
  for (const [key, amount] of Object.entries(right)) sum[key] = add(sum[key] ?? '0', amount);
  return sum;
}

function canonicalAmounts(value: unknown): Canonical {
  const entries = Object.entries((value ?? {}) as object)
    .map(([key, amount]) => [key, canonicalDecimal(String(amount))] as const)
    .filter(([, amount]) => amount !== '0')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}

function canonicalMap(value: unknown): Canonical {
  if (value === undefined || value === null) return '{}';
  const entries = Object.entries(value as object).map(([key, n]) => [integer(key), integer(n)] as const);
  const counted = entries.filter(([, n]) => n !== '0');
  counted.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return `{${counted.map(([key, n]) => `${key}: ${n}`).join(', ')}}`;
}

function integer(value: unknown): Canonical {
  return BigInt(value as string | number).toString();
}
