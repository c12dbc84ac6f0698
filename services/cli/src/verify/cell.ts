import type { Fact } from '@tallyboard/metrics/facts';

/** A measure in a form in which equal means equal: integers and decimals as text, maps as sorted entries. */
export type Canonical = string;

/** One row of cells: its measures by name, in canonical form. Rows without any measure count as absent. */
export interface Cell {
  tenant: string;
  fact: string;
  /** Start of the 15 minutes, epoch seconds. */
  bucket: number;
  dims: Readonly<Record<string, string>>;
  measures: Readonly<Record<string, Canonical>>;
}

/** What tells cells apart. */
export function cellKey(cell: Pick<Cell, 'tenant' | 'fact' | 'bucket' | 'dims'>, fact: Fact): string {
  return JSON.stringify([
    cell.tenant,
    cell.fact,
    cell.bucket,
    ...fact.dimensions.map((dimension) => cell.dims[dimension] ?? ''),
  ]);
}

/** The canonical form of a measure, whether it comes from JSON, SQL or a fold; an absent measure is its zero. */
export function canonical(value: unknown, type: string): Canonical {
  if (type === 'map') return canonicalMap(value);
  if (value === undefined || value === null) return '0';
  return type === 'decimal' ? canonicalDecimal(String(value)) : integer(value);
}

/** The canonical zero of a measure of that type. */
export const zeroOf = (type: string): Canonical => canonical(undefined, type);

function canonicalMap(value: unknown): Canonical {
  if (value === undefined || value === null) return '{}';
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value as object);
  const counted = entries.map(([key, n]) => [integer(key), integer(n)] as const).filter(([, n]) => n !== '0');
  counted.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return `{${counted.map(([key, n]) => `${key}: ${n}`).join(', ')}}`;
}

/** Two spellings of one amount are one: `1054`, `1054.0`, `1054.0000`. */
function canonicalDecimal(text: string): Canonical {
  if (!text.includes('.')) return text === '-0' ? '0' : text;
  const bare = text.replace(/0+$/, '').replace(/\.$/, '');
  return bare === '-0' ? '0' : bare;
}

function integer(value: unknown): Canonical {
  return BigInt(value as string | number | bigint).toString();
}
