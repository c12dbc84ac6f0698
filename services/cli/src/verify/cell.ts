import type { Fact } from '@tallyboard/facts/facts';

/** One row of cells, stored or proven, as its side gives it. Rows without any measure count as absent. */
export interface Cell {
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

/** What tells the cells of one fact apart. No text of an event has a control character. */
export function cellKey({ tenant, bucket, dimensions }: Omit<Cell, 'fact' | 'measures'>, fact: Fact): string {
  let key = `${tenant}\0${bucket}`;
  for (const dimension of fact.dimensions) key += `\0${dimensions[dimension] ?? ''}`;
  return key;
}

/** The canonical form of a measure of that type; an absent one is its zero. */
export function canonical(value: unknown, type: string): Canonical {
  if (type === 'map') return canonicalMap(value);
  if (value === undefined || value === null) return '0';
  return type === 'decimal' ? canonicalDecimal(String(value)) : integer(value);
}

/** All measures of a cell in canonical form, in the order of the fact; those of an absent cell are zeros. */
export function canonicalMeasures(fact: Fact, cell: Cell | undefined): Canonical[] {
  return fact.measures.map(({ name, type }) => canonical(cell?.measures[name], type));
}

function canonicalMap(value: unknown): Canonical {
  if (value === undefined || value === null) return '{}';
  const entries = Object.entries(value as object).map(([key, n]) => [integer(key), integer(n)] as const);
  const counted = entries.filter(([, n]) => n !== '0');
  counted.sort(([a], [b]) => Number(a) - Number(b));
  return `{${counted.map(([key, n]) => `${key}: ${n}`).join(', ')}}`;
}

/** Two spellings of one amount are one: `1054`, `1054.0`, `1054.0000`. */
function canonicalDecimal(text: string): Canonical {
  const bare = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return bare === '-0' ? '0' : bare;
}

function integer(value: unknown): Canonical {
  return BigInt(value as string | number).toString();
}
