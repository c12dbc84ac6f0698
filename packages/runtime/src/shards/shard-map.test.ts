import { describe, expect, it } from 'vitest';
import { movedBetween, type Shard, type ShardMap, shardOf } from './shard-map.js';

const shard = (name: string, isOpen = true): Shard => ({
  name,
  topicPrefix: `${name}.`,
  clickhouseUrl: `http://${name}:8123`,
  clickhouseDatabase: 'tally',
  isOpen,
});
const mapOf = (shards: Shard[], placed: Record<string, Shard> = {}): ShardMap => ({
  shards,
  placed: new Map(Object.entries(placed)),
  moving: new Map(),
});
const [a, b, c] = [shard('a'), shard('b'), shard('c')];
const TENANTS = Array.from({ length: 3_000 }, (_, n) => `tenant-${n}`);

describe('a tenant', () => {
  it('has always the same shard, in whatever order they are named', () => {
    for (const tenant of TENANTS)
      expect(shardOf(mapOf([a, b, c]), tenant)).toBe(shardOf(mapOf([c, a, b]), tenant));
    // Of this release and every later one, or tenants would be looked for where they are not.
    expect(
      TENANTS.slice(0, 12)
        .map((tenant) => shardOf(mapOf([a, b, c]), tenant).name)
        .join(''),
    ).toBe('babbaacbbbaa');
  });

  it('has the shard that it was given, also one that is not open', () => {
    const closed = shard('b', false);
    const map = mapOf([a, closed], { acme: closed });
    expect(shardOf(map, 'acme')).toBe(closed);
    for (const tenant of TENANTS) expect(shardOf(map, tenant)).toBe(a);
  });

  it('is on any shard as likely as on another', () => {
    for (const each of [a, b, c]) {
      const own = TENANTS.filter((tenant) => shardOf(mapOf([a, b, c]), tenant) === each);
      expect(Math.abs(own.length - TENANTS.length / 3)).toBeLessThan(TENANTS.length / 20);
    }
  });
});

describe('a shard that is added', () => {
  it('takes its part from the others, and no tenant moves between those', () => {
    const moves = movedBetween(mapOf([a, b]), mapOf([a, b, c]), TENANTS);
    expect(moves.every(({ to }) => to === c)).toBe(true);
    expect(Math.abs(moves.length - TENANTS.length / 3)).toBeLessThan(TENANTS.length / 20);
    expect(movedBetween(mapOf([a, b, c]), mapOf([a, b]), TENANTS).map(({ tenant }) => tenant)).toEqual(
      moves.map(({ tenant }) => tenant),
    );
  });

  it('takes nobody while it is not open', () => {
    expect(movedBetween(mapOf([a, b]), mapOf([a, b, shard('c', false)]), TENANTS)).toEqual([]);
  });

  it('leaves those alone who were given a place', () => {
    const before = mapOf([a], { acme: a });
    expect(movedBetween(before, mapOf([a, b, c], { acme: a }), ['acme'])).toEqual([]);
    expect(movedBetween(before, mapOf([a, b], { acme: b }), ['acme'])).toEqual([
      { tenant: 'acme', from: a, to: b },
    ]);
  });
});
