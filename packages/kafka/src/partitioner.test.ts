import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { createPartitioner, murmur2 } from './partitioner.js';

const metadata = Array.from({ length: 7 }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
}));
const place = (key: string | Buffer | null, partition?: number) => ({
  topic: 'crm.events',
  partitionMetadata: metadata,
  message: { key, value: null, ...(partition === undefined ? {} : { partition }) },
});

describe('the partitioner', () => {
  // From org.apache.kafka.common.utils.UtilsTest#testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])("hashes %s as Kafka's own clients do", (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('sends each key where kafkajs sends it', () => {
    const [ours, theirs] = [createPartitioner(), kafkajs.Partitioners.DefaultPartitioner()];
    for (let i = 0; i < 500; i += 1) {
      const key = `acme/call/${'ü'.repeat(i % 9)}${i * 7919}`;
      expect(ours(place(key)), key).toBe(theirs(place(key)));
      expect(ours(place(Buffer.from(key)))).toBe(theirs(place(key)));
    }
  });

  it('leaves a partition that was chosen, and spreads what has no key', () => {
    const partitioner = createPartitioner();
    expect(partitioner(place('acme/call/1', 3))).toBe(3);
    const spread = new Set(Array.from({ length: 7 }, () => partitioner(place(null))));
    expect(spread.size).toBe(7);
  });

  it('does as little for each byte of a long key as of a short one', () => {
    // With the hash of kafkajs: minutes, of which nothing else in the process would hear.
    expect(createPartitioner()(place('x'.repeat(1_000_000)))).toBeGreaterThanOrEqual(0);
  }, 20_000);
});
