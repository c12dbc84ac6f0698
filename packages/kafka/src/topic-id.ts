import type { KafkaConnection } from './connect.js';
import { replaceable } from './replaceable.js';

/** What tells a topic from another of the same name that was made after it was deleted. */
export interface TopicIds {
  /** 32 hexadecimal digits; `unknown` of a broker that does not say; null: there is no such topic. */
  of(topic: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Of a broker before Kafka 2.8, and of some that speak as Kafka does. */
export const UNKNOWN_ID = 'unknown';

/**
 * Asks for metadata in version 10 (KIP-516), of which kafkajs knows 6. The connections are those of kafkajs, with all
 * that they were told of TLS and of who we are; what it calls them it keeps to itself.
 */
export function topicIds(connection: KafkaConnection): TopicIds {
  const clusters = replaceable(
    async () => {
      const cluster = clusterOf(connection);
      await cluster.connect();
      return cluster;
    },
    (cluster) => cluster.disconnect(),
  );
  return {
    of: (topic) =>
      clusters.use(async (cluster) => {
        await cluster.refreshMetadataIfNecessary();
        const broker = await cluster.findControllerBroker();
        if ((broker.versions?.[METADATA]?.maxVersion ?? 0) < WITH_IDS) return UNKNOWN_ID;
        return broker.connectionPool.send({ request: requestOf(topic), response: ANSWER });
      }),
    close: () => clusters.close(),
  };
}

/** As much of kafkajs's cluster as is used here. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findControllerBroker(): Promise<{
    versions: Record<number, { maxVersion: number }> | null;
    connectionPool: { send(call: object): Promise<string | null> };
  }>;
}

function clusterOf({ kafka }: KafkaConnection): Cluster {
  const create = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )!;
  const settings = { metadataMaxAge: METADATA_MAX_AGE_MS, allowAutoTopicCreation: false };
  return (kafka as unknown as Record<symbol, (given: object) => Cluster>)[create]!(settings);
}

const METADATA_MAX_AGE_MS = 5_000;
const METADATA = 3;
const WITH_IDS = 10;
const UNKNOWN_TOPIC = 3;
const ID_BYTES = 16;

/** https://kafka.apache.org/protocol#The_Messages_Metadata: what is written after the name of the client. */
function requestOf(topic: string) {
  const name = Buffer.from(topic);
  const encoded = Buffer.concat([
    NO_TAGS,
    unsigned(1 + 1),
    Buffer.alloc(ID_BYTES),
    unsigned(name.length + 1),
    name,
    NO_TAGS,
    // Topics are not created, and of rights nothing is said.
    Buffer.from([0, 0, 0]),
    NO_TAGS,
  ]);
  return {
    apiKey: METADATA,
    apiVersion: WITH_IDS,
    apiName: 'Metadata',
    encode: async () => ({ buf: encoded, buffer: encoded }),
  };
}

const NO_TAGS = Buffer.from([0]);

const ANSWER = {
  decode: async (payload: Buffer) => ({ id: idIn(payload) }),
  parse: async ({ id }: { id: string | null }) => id,
};

/** The id of the one topic that was asked for, in an answer from behind its correlation id on. */
export function idIn(answer: Buffer): string | null {
  const read = reader(answer);
  read.tags();
  read.skip(4);
  for (let brokers = read.unsigned() - 1; brokers > 0; brokers -= 1) {
    read.skip(4);
    read.text();
    read.skip(4);
    read.text();
    read.tags();
  }
  read.text();
  read.skip(4);
  if (read.unsigned() - 1 < 1) return null;
  const error = read.int16();
  if (error === UNKNOWN_TOPIC) return null;
  read.text();
  const id = read.bytes(ID_BYTES).toString('hex');
  return /^0+$/.test(id) ? UNKNOWN_ID : id;
}

function reader(buffer: Buffer) {
  let at = 0;
  const bytes = (count: number) => {
    at += count;
    if (at > buffer.length) throw new Error('an answer about a topic ends too early');
    return buffer.subarray(at - count, at);
  };
  const skip = (count: number) => void bytes(count);
  const unsigned = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes(1)[0]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  return {
    bytes,
    skip,
    unsigned,
    int16: () => bytes(2).readInt16BE(),
    /** One that may be missing, by its length and one. */
    text: () => skip(Math.max(0, unsigned() - 1)),
    tags() {
      for (let left = unsigned(); left > 0; left -= 1) {
        unsigned();
        skip(unsigned());
      }
    },
  };
}

function unsigned(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return Buffer.from([...bytes, left]);
    bytes.push((left & 0x7f) | 0x80);
  }
}
