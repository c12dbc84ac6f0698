import type { Admin, ITopicMetadata } from 'kafkajs';
import { expect, it } from 'vitest';
import { copiesWanted, inSync, mustHaveCopies } from './copies.js';

const cluster = (brokers: number) =>
  ({ describeCluster: async () => ({ brokers: Array.from({ length: brokers }) }) }) as unknown as Admin;

it.each([
  [1, undefined, 1],
  [2, undefined, 2],
  [3, undefined, 3],
  [9, undefined, 3],
  [9, 5, 5],
  [3, 1, 1],
])('of %i brokers, asked for %s, wants %i copies', async (brokers, asked, copies) => {
  expect(await copiesWanted(cluster(brokers), asked)).toBe(copies);
});

it('refuses more copies than there are brokers', async () => {
  await expect(copiesWanted(cluster(2), 3)).rejects.toThrow(
    'TALLY_KAFKA_COPIES wants 3 copies of each partition, and Kafka has 2 brokers now: start more, or set it to 2.',
  );
});

it('wants all copies but one in sync, and takes more', () => {
  expect([1, 2, 3, 5].map((copies) => inSync(copies).value)).toEqual(['1', '1', '2', '4']);
  expect(['1', '2', '3'].map((set) => inSync(3).orElse!(set))).toEqual([false, true, true]);
});

it('names the topics that have too few', () => {
  const topic = (name: string, ...copies: number[]) =>
    ({
      name,
      partitions: copies.map((count) => ({ replicas: Array.from({ length: count }) })),
    }) as unknown as ITopicMetadata;
  expect(() => mustHaveCopies([topic('crm.events', 3, 4)], 3)).not.toThrow();
  expect(() =>
    mustHaveCopies([topic('crm.events', 3, 2), topic('crm.cells', 3), topic('crm.alerts', 1)], 3),
  ).toThrow(
    /^These topics have fewer than 3 copies of each partition: crm\.events \(2\), crm\.alerts \(1\)\. .* set TALLY_KAFKA_COPIES=1 to go on/,
  );
});
