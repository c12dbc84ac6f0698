/**
 * What lies in crm.events.dlq: letters (messages of crm.events as they were, with the error headers of Kafka Connect,
 * KIP-298) and, behind them, notes that letters were sent again.
 */

const PREFIX = '__connect.errors.';

export const ERROR_HEADERS = {
  topic: `${PREFIX}topic`,
  partition: `${PREFIX}partition`,
  offset: `${PREFIX}offset`,
  connector: `${PREFIX}connector.name`,
  stage: `${PREFIX}stage`,
  reason: `${PREFIX}exception.message`,
} as const;

/** A message of the dead-letter topic as Kafka gives it. */
export interface DeadMessage {
  offset: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
}

/** Where a letter was when it could not be processed. */
export interface Origin {
  topic: string;
  partition: number;
  offset: number;
}

/** Null: the message is no letter of ours. */
export function originOf({ headers }: DeadMessage): Origin | null {
  const topic = headers[ERROR_HEADERS.topic]?.toString();
  const partition = Number(headers[ERROR_HEADERS.partition]?.toString() ?? Number.NaN);
  const offset = Number(headers[ERROR_HEADERS.offset]?.toString() ?? Number.NaN);
  return topic && Number.isInteger(partition) && Number.isInteger(offset)
    ? { topic, partition, offset }
    : null;
}

/** `topic/partition/offset`: the same letter may lie here twice, after a crash between sending and committing. */
export function nameOf({ topic, partition, offset }: Origin): string {
  return `${topic}/${partition}/${offset}`;
}

/** The headers that the message had before it became a letter. */
export function originalHeaders({ headers }: DeadMessage): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(PREFIX)));
}

const NOTE_HEADER = 'tally.note';

/** A message of the dead-letter topic that says which letters (by `nameOf`) are in the log again. */
export function redrivenNote(names: readonly string[]): Pick<DeadMessage, 'value'> & {
  key: string;
  headers: Record<string, string>;
} {
  return {
    key: 'redriven',
    value: Buffer.from(JSON.stringify({ redriven: names })),
    headers: { [NOTE_HEADER]: 'redriven' },
  };
}

/** The letters that a note is about; null when the message is no note. A letter is none, whatever its headers say. */
export function redrivenBy(message: DeadMessage): string[] | null {
  if (originOf(message) || !message.headers[NOTE_HEADER] || !message.value) return null;
  try {
    const { redriven } = JSON.parse(message.value.toString()) as { redriven?: unknown };
    return Array.isArray(redriven) ? redriven.map(String) : null;
  } catch {
    return null;
  }
}
