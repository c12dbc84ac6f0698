import type { ClickHouse, Work } from '@tallyboard/clickhouse/client';
import { packedCells } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';
import { UNKNOWN_ID } from '@tallyboard/kafka/topic-id';

/** Offsets stay below this; the epoch counts in multiples of it. 2^40: a trillion announcements per partition. */
const OFFSETS_PER_EPOCH = 2 ** 40;

/** Partitions wait for it. */
const LOOKING: Work = { what: 'looking for the life of crm.cells', withinMs: 8_000 };

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

/** crm.cells as Kafka has it now. */
export interface CellsTopic {
  /** See TopicIds. */
  id: string;
  /** Per partition, the offset that the next message will get by now. */
  ends(): Promise<ReadonlyMap<number, number>>;
}

/**
 * The present epoch. Offsets grow only within one life of the topic; when it was made anew the epoch rises, so that
 * revisions go on growing. A cell stays in its partition when others are added: it would be announced in two for a
 * while, and of two offsets in two partitions nobody knows which is the later. Processors that ask together find the
 * same epoch.
 */
export async function currentEpoch(clickhouse: ClickHouse, topic: CellsTopic): Promise<Epoch> {
  const found = await lastEpoch(clickhouse, topic);
  if (found.isPresent) return found.epoch;
  return clickhouse.alone(`tally-epochs-${clickhouse.database}`, async () => {
    // Somebody else may have begun it meanwhile.
    const { isPresent, epoch } = await lastEpoch(clickhouse, topic);
    return isPresent ? epoch : noteEpoch(clickhouse, { ...epoch, epoch: epoch.epoch + 1 }, topic.id);
  });
}

/** The last epoch that began, and whether the topic is still in it; if not, over how many partitions the next one may spread cells. */
async function lastEpoch(
  clickhouse: ClickHouse,
  topic: CellsTopic,
): Promise<{ epoch: Epoch; isPresent: boolean }> {
  const { id } = topic;
  const [known] = await clickhouse.rows<Epoch & { id: string }>(
    'SELECT epoch, partitions, topic_id AS id FROM cell_epochs FINAL ORDER BY epoch DESC, partitions LIMIT 1',
    undefined,
    undefined,
    LOOKING,
  );
  const [stored] = await clickhouse.rows<{ revision: number }>(
    `SELECT greatest(${FACTS.map(({ name }) => `(SELECT max(revision) FROM ${packedCells(name)})`).join(', ')}) AS revision`,
    undefined,
    undefined,
    LOOKING,
  );
  const highest = stored?.revision ?? 0;
  // Asked last: others restate what is announced meanwhile.
  const ends = await topic.ends();
  if (known && isOneLife(known, id, ends, highest)) {
    const { epoch, partitions } = known;
    // Written by all who find it so, it is one row.
    if (known.id === '' && id !== UNKNOWN_ID) await noteEpoch(clickhouse, { epoch, partitions }, id);
    return { epoch: { epoch, partitions }, isPresent: true };
  }
  return {
    epoch: {
      epoch: Math.max(known?.epoch ?? 0, Math.floor(highest / OFFSETS_PER_EPOCH)),
      partitions: Math.min(known?.partitions ?? ends.size, ends.size),
    },
    isPresent: false,
  };
}

async function noteEpoch(clickhouse: ClickHouse, { epoch, partitions }: Epoch, id: string): Promise<Epoch> {
  await clickhouse.insertRows(
    'cell_epochs',
    ['epoch', 'partitions', 'topic_id'],
    [JSON.stringify([epoch, partitions, id === UNKNOWN_ID ? '' : id])],
  );
  return { epoch, partitions };
}

/** Whether the topic is the one of that epoch: by its id where both are known, and never with less than it had. */
function isOneLife(
  known: Epoch & { id: string },
  id: string,
  ends: ReadonlyMap<number, number>,
  highest: number,
): boolean {
  if (known.id !== '' && id !== UNKNOWN_ID && known.id !== id) return false;
  const end = Math.max(0, ...ends.values());
  return known.partitions <= ends.size && (highest === 0 || highest < revisionOf(known.epoch, end));
}
