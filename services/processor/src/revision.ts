import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { packedCells } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';

/** Offsets stay below this; the epoch counts in multiples of it. 2^40: a trillion announcements per partition. */
const OFFSETS_PER_EPOCH = 2 ** 40;

/** The revision of what was announced at an offset of crm.cells. Below 2^53 for the first 8,000 epochs. */
export function revisionOf(epoch: number, offset: number): number {
  return epoch * OFFSETS_PER_EPOCH + offset;
}

/** One life of crm.cells. */
export interface Epoch {
  epoch: number;
  /** Cells are spread over so many partitions, also when the topic has got more since. */
  partitions: number;
}

/**
 * The present epoch. Offsets grow only within one life of the topic; when it was made anew the epoch rises, so that
 * revisions go on growing. A cell stays in its partition when others are added: it would be announced in two for a
 * while, and of two offsets in two partitions nobody knows which is the later. Processors that start together find the
 * same epoch. `ends`: of the topic, per partition.
 */
export async function currentEpoch(
  clickhouse: ClickHouse,
  ends: ReadonlyMap<number, number>,
): Promise<Epoch> {
  const [known] = await clickhouse.rows<Epoch>(
    'SELECT epoch, partitions FROM cell_epochs ORDER BY epoch DESC, partitions LIMIT 1',
  );
  const [stored] = await clickhouse.rows<{ revision: number }>(
    `SELECT greatest(${FACTS.map(({ name }) => `(SELECT max(revision) FROM ${packedCells(name)})`).join(', ')}) AS revision`,
  );
  const highest = stored?.revision ?? 0;
  const end = Math.max(0, ...ends.values());
  const isSame =
    known !== undefined && known.partitions <= ends.size && highest < revisionOf(known.epoch, end);
  if (known && (isSame || (highest === 0 && known.partitions <= ends.size))) return known;
  const epoch = Math.max(known?.epoch ?? 0, Math.floor(highest / OFFSETS_PER_EPOCH)) + 1;
  const partitions = Math.min(known?.partitions ?? ends.size, ends.size);
  await clickhouse.insertRows('cell_epochs', ['epoch', 'partitions'], [JSON.stringify([epoch, partitions])]);
  return { epoch, partitions };
}
