import { describe, expect, it } from 'vitest';
import { movesFor, type Shard, type ShardMap, shardOf } from './shard-map.js';

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
  const placesOf = (map: ShardMap) => TENANTS.map((tenant) => shardOf(map, tenant));

  it('takes its part from the others, and no tenant moves between those', () => {
    const [before, after] = [placesOf(mapOf([a, b])), placesOf(mapOf([a, b, c]))];
    const moved = TENANTS.filter((_, n) => before[n] !== after[n]);
    expect(after.every((place, n) => place === before[n] || place === c)).toBe(true);
    expect(Math.abs(moved.length - TENANTS.length / 3)).toBeLessThan(TENANTS.length / 20);
  });

  it('takes nobody while it is not open, and leaves those alone who were given a place', () => {
    expect(placesOf(mapOf([a, b, shard('c', false)]))).toEqual(placesOf(mapOf([a, b])));
    const all = Object.fromEntries(TENANTS.map((tenant) => [tenant, a]));
    expect(new Set(placesOf(mapOf([a, b, c], all)))).toEqual(new Set([a]));
  });
});

describe('moves', () => {
  it('are of tenants that are where the map does not say, also of one that is in two places', () => {
    const map = mapOf([a, b], { acme: b, globex: a });
    const held = new Map([
      ['a', ['acme', 'globex']],
      ['b', ['acme']],
    ]);
    expect(movesFor(map, held)).toEqual([{ tenant: 'acme', from: a, to: b }]);
    expect(movesFor(mapOf([a, b], { acme: a, globex: a }), held)).toEqual([
      { tenant: 'acme', from: b, to: a },
    ]);
  });
});
