import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { packedCells } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';

/** Offsets stay below this; the epoch counts in multiples of it. 2^40: a trillion announcements per partition. */
const OFFSETS_PER_EPOCH = 2 ** 40;

/** The revision of what was announced at an offset of crm.cells. Below 2^53 for the first 8,000 epochs. */
export function revisionOf(epoch: number, offset: number): number {
  return epoch * OFFSETS_PER_EPOCH + offset;
}

/**
 * The epoch of crm.cells. Offsets grow only within one life and one partitioning of the topic; when it was made anew or
 * repartitioned, the epoch rises, so that revisions go on growing. Processors that start together find the same one.
 */
export async function currentEpoch(clickhouse: ClickHouse, ends: Map<number, number>): Promise<number> {
  const [known] = await clickhouse.rows<{ epoch: number; partitions: number }>(
    'SELECT epoch, partitions FROM cell_epochs ORDER BY epoch DESC LIMIT 1',
  );
  const [stored] = await clickhouse.rows<{ revision: number }>(
    `SELECT greatest(${FACTS.map(({ name }) => `(SELECT max(revision) FROM ${packedCells(name)})`).join(', ')}) AS revision`,
  );
  const highest = stored?.revision ?? 0;
  const end = Math.max(0, ...ends.values());
  const isSame =
    known !== undefined && known.partitions === ends.size && highest < revisionOf(known.epoch, end);
  if (known && (isSame || highest === 0)) return known.epoch;
  const epoch = Math.max(known?.epoch ?? 0, Math.floor(highest / OFFSETS_PER_EPOCH)) + 1;
  await clickhouse.insertRows('cell_epochs', ['epoch', 'partitions'], [JSON.stringify([epoch, ends.size])]);
  return epoch;
}
