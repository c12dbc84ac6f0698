import type { Producer } from '@tallyboard/kafka/producer';
import type { AlertRecord } from './records.js';

/** Of one request to Kafka: half of what a topic takes by default. */
const MOST_BYTES = 500_000;
/** What Kafka adds to each message, at most. */
const FRAME_BYTES = 100;

/** Writes records to the one partition of the topic, in their order, and tells of each request's once they are there. */
export async function writeRecords(
  { send }: Pick<Producer, 'send'>,
  topic: string,
  records: readonly AlertRecord[],
  onWritten: (records: readonly AlertRecord[]) => void,
): Promise<void> {
  const messages = records.map((record) => ({
    key: record.kind === 'transition' ? record.transition.tenant : record.tenant,
    value: Buffer.from(JSON.stringify(record)),
    partition: 0,
  }));
  const sizes = messages.map(({ key, value }) => Buffer.byteLength(key) + value.length + FRAME_BYTES);
  for (let from = 0; from < records.length; ) {
    const to = endOfRequest(sizes, from);
    await send(topic, messages.slice(from, to));
    onWritten(records.slice(from, to));
    from = to;
  }
}

/** One that is larger than that goes by itself. */
function endOfRequest(sizes: readonly number[], from: number): number {
  let to = from + 1;
  for (let bytes = sizes[from]!; to < sizes.length; to += 1) {
    bytes += sizes[to]!;
    if (bytes > MOST_BYTES) break;
  }
  return to;
}
