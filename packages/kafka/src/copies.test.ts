import type { ITopicMetadata } from 'kafkajs';
import { expect, it } from 'vitest';
import { copiesWanted, inSync, mustHaveBrokers, mustHaveCopies } from './copies.js';

it.each([
  [1, undefined, 1],
  [2, undefined, 2],
  [3, undefined, 3],
  [9, undefined, 3],
  [9, 5, 5],
  [3, 1, 1],
  // One of three is away.
  [2, 3, 3],
])('of %i brokers, asked for %s, wants %i copies', (brokers, asked, copies) => {
  expect(copiesWanted(brokers, asked)).toBe(copies);
});

it('refuses to make topics of more copies than there are brokers', () => {
  expect(() => mustHaveBrokers(2, 3)).toThrow(
    'TALLY_KAFKA_COPIES wants 3 copies of each partition, and Kafka has 2 brokers now: start more, or set it to 2.',
  );
  expect(() => mustHaveBrokers(3, 3)).not.toThrow();
});

it('wants all copies but one in sync, and takes more', () => {
  expect([1, 2, 3, 5].map((copies) => inSync(copies).value)).toEqual(['1', '1', '2', '4']);
  expect(['1', '2', '3'].map((set) => inSync(3).orElse!(set))).toEqual([false, true, true]);
});

const topic = (name: string, ...copies: number[]) =>
  ({
    name,
    partitions: copies.map((count) => ({ replicas: Array.from({ length: count }) })),
  }) as unknown as ITopicMetadata;
const TOPICS = [topic('crm.events', 3, 2), topic('crm.cells', 3), topic('crm.alerts', 1)];

it('names the topics that have fewer than the settings ask for', () => {
  const threeAsked = { asked: 3, wanted: 3 };
  expect(() => mustHaveCopies([topic('crm.events', 3, 4)], threeAsked)).not.toThrow();
  expect(() => mustHaveCopies(TOPICS, threeAsked)).toThrow(
    /^These topics have fewer than 3 copies of each partition: crm\.events \(2\), crm\.alerts \(1\)\. .* set TALLY_KAFKA_COPIES=1 to go on/,
  );
  expect(() => mustHaveCopies(TOPICS, { asked: 1, wanted: 1 })).not.toThrow();
});

it('refuses a single copy where there are three brokers, though nothing is asked, and takes two, made while one was away', () => {
  expect(() => mustHaveCopies(TOPICS, { asked: undefined, wanted: 3 })).toThrow(/: crm\.alerts \(1\)\. /);
  expect(() => mustHaveCopies(TOPICS.slice(0, 2), { asked: undefined, wanted: 3 })).not.toThrow();
  expect(() => mustHaveCopies(TOPICS, { asked: undefined, wanted: 2 })).not.toThrow();
});
