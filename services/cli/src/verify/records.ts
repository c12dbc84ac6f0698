import { crc32 } from 'node:zlib';
import { type ComparedCell, groupKey } from '@tallyboard/domain/compare';
import type { Fact } from '@tallyboard/facts/facts';
import { type EventRow, type EventTable, keyOfRow } from './event-table.js';

/** In which slice the group of a cell is compared. */
export const sliceOfCell = (fact: Fact, cell: ComparedCell, slices: number): number =>
  crc32(groupKey(fact, cell)) % slices;

/** In which slice a row is compared: as the log is sliced, by the key of the entity's messages. */
export const sliceOfRow = (row: EventRow, slices: number): number => crc32(keyOfRow(row)) % slices;

/** A group as it is spilled; `i`: of its fact. */
export const cellRecord = (
  i: number,
  fact: Fact,
  { tenant, bucket, dimensions, measures }: ComparedCell,
): Buffer =>
  Buffer.from(
    JSON.stringify([
      i,
      tenant,
      bucket,
      fact.dimensions.map((name) => dimensions[name]),
      fact.measures.map(({ name }) => measures[name]),
    ]),
  );

export function cellOfRecord(facts: readonly Fact[], record: Buffer): [number, ComparedCell] {
  const [i, tenant, bucket, dimensions, measures] = JSON.parse(record.toString()) as [
    number,
    string,
    number,
    string[],
    unknown[],
  ];
  const fact = facts[i]!;
  return [
    i,
    {
      tenant,
      fact: fact.name,
      bucket,
      dimensions: Object.fromEntries(fact.dimensions.map((name, d) => [name, dimensions[d]!])),
      measures: Object.fromEntries(fact.measures.map(({ name }, m) => [name, measures[m] ?? undefined])),
    },
  ];
}

/** A row as it is spilled; `i`: of its table. */
export const rowRecord = (i: number, { values }: EventRow): Buffer =>
  Buffer.from(JSON.stringify([i, ...values]));

export function rowOfRecord(tables: readonly EventTable[], record: Buffer): EventRow {
  const [i, ...values] = JSON.parse(record.toString()) as [number, ...unknown[]];
  return { table: tables[i]!, values };
}
