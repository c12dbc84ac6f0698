import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { Failure } from '@tallyboard/runtime/failure';
import type { Shard } from '@tallyboard/runtime/shard-map';
import { describe, expect, it } from 'vitest';
import { Unavailable } from './publisher.js';
import { publishersOf } from './tenant-publisher.js';
import { fakePublisher } from './testing/ingest.js';

const shard = (name: string): Shard => ({
  name,
  topicPrefix: `${name}.`,
  clickhouseUrl: '',
  clickhouseDatabase: '',
  isOpen: true,
});
const [a, b] = [shard('a'), shard('b')];
const message = (key: string): OutgoingMessage => ({ key, value: Buffer.from(key) });

/** Two shards, and a tenant that the test moves. */
function world() {
  const kafka = { a: fakePublisher(), b: fakePublisher() };
  const place: { shard: Shard | null; isMoving: boolean } = { shard: a, isMoving: false };
  const publisherOf = publishersOf(
    {
      all: [a, b],
      placeOf(tenant) {
        if (tenant !== 'acme') return { shard: b, isMoving: false };
        if (!place.shard) throw new Failure('start it anew.');
        return { shard: place.shard, isMoving: place.isMoving };
      },
    },
    ({ name }) => kafka[name as 'a' | 'b'],
  );
  const keys = (name: 'a' | 'b') => kafka[name].published.map(({ key }) => key);
  return { kafka, place, publisherOf, keys };
}

describe('events of a tenant', () => {
  it('go to its shard, also when another one is away', async () => {
    const { kafka, publisherOf, keys } = world();
    kafka.a.fail();
    await expect(publisherOf('acme').publish([message('1')])).rejects.toBeInstanceOf(Unavailable);
    await publisherOf('globex').publish([message('2')]);
    kafka.a.recover();
    await publisherOf('acme').publish([message('3')]);
    expect([keys('a'), keys('b')]).toEqual([['3'], ['2']]);
  });

  it('are refused while it is moved, and those of others are not', async () => {
    const { place, publisherOf, keys } = world();
    place.isMoving = true;
    expect(publisherOf('acme').unavailable()?.message).toContain('is being moved');
    await expect(publisherOf('acme').publish([message('1')])).rejects.toBeInstanceOf(Unavailable);
    await publisherOf('globex').publish([message('2')]);
    expect([keys('a'), keys('b')]).toEqual([[], ['2']]);
  });

  it.each([
    ['begins to be moved', { shard: a, isMoving: true }],
    ['has been moved', { shard: b, isMoving: false }],
    ['goes where nobody knew a shard to be', { shard: null, isMoving: false }],
  ])('are not accepted when it %s before Kafka has acknowledged them', async (_what, later) => {
    const { kafka, place, publisherOf } = world();
    kafka.a.hold();
    const published = publisherOf('acme').publish([message('1')]);
    Object.assign(place, later);
    kafka.a.acknowledge();
    await expect(published).rejects.toBeInstanceOf(Unavailable);
  });
});
