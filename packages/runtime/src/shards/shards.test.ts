import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../failure.js';
import { inShard, openShards, ownShard } from './shards.js';

const ONE = { topicPrefix: 'one.', clickhouseUrl: 'http://one:8123', clickhouseDatabase: 'tally' };
const A = { name: 'a', topicPrefix: '', clickhouseUrl: 'http://a:8123' };
const B = { name: 'b', topicPrefix: 'b.', clickhouseUrl: 'http://b:8123/', database: 'sales', open: false };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-shards-'));
  file = join(folder, 'shards.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (json: unknown) => writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
const open = (json: unknown = { shards: [A, B], tenants: { acme: 'b' } }) => {
  const problems: Failure[] = [];
  write(json);
  const shards = openShards({ ...ONE, shardsFile: file }, { onProblem: (problem) => problems.push(problem) });
  const nameOf = (tenant: string) => shards.placeOf(tenant).shard.name;
  return { shards, nameOf, problems };
};

describe('without a file', () => {
  it('there is one shard, where the settings say', () => {
    const shards = openShards({ ...ONE, shardsFile: undefined });
    expect(shards.all).toHaveLength(1);
    expect(shards.placeOf('acme')).toMatchObject({ shard: ONE, isMoving: false });
    expect(ownShard({ ...ONE, shardsFile: undefined, shard: undefined })).toMatchObject(ONE);
    expect(inShard(shards, shards.all[0]!, 'kafka')).toBe('kafka');
  });

  it('no process serves a shard of it', () => {
    expect(() => ownShard({ ...ONE, shardsFile: undefined, shard: 'a' })).toThrow(
      'set TALLY_SHARDS_FILE too',
    );
  });
});

describe('a shards file', () => {
  it('says where each shard and each tenant is', () => {
    const { shards, nameOf } = open();
    expect(shards.all).toEqual([
      {
        name: 'a',
        topicPrefix: '',
        clickhouseUrl: 'http://a:8123',
        clickhouseDatabase: 'tally',
        isOpen: true,
      },
      {
        name: 'b',
        topicPrefix: 'b.',
        clickhouseUrl: 'http://b:8123',
        clickhouseDatabase: 'sales',
        isOpen: false,
      },
    ]);
    expect([nameOf('acme'), nameOf('globex')]).toEqual(['b', 'a']);
    expect(inShard(shards, shards.all[1]!, 'kafka')).toBe('kafka of shard b');
  });

  it('is looked at whenever somebody asks', () => {
    const { shards, nameOf } = open();
    write({ shards: [A, B], tenants: { acme: 'b' }, moving: { acme: 'a' } });
    expect(shards.placeOf('acme')).toMatchObject({ shard: { name: 'b' }, isMoving: true });
    expect(shards.placeOf('globex')).toMatchObject({ isMoving: false });
    write({ shards: [A, B], tenants: { acme: 'a' }, moving: { acme: 'a' } });
    expect(shards.placeOf('acme')).toMatchObject({ shard: { name: 'a' }, isMoving: false });
    expect(nameOf('globex')).toBe('a');
  });

  it('that has become unreadable, or is gone, changes nothing and is reported once', () => {
    const { nameOf, problems } = open();
    write('{');
    expect([nameOf('acme'), nameOf('acme')]).toEqual(['b', 'b']);
    unlinkSync(file);
    expect([nameOf('acme'), nameOf('acme')]).toEqual(['b', 'b']);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('does not hold a JSON object'),
      expect.stringContaining('is not there'),
    ]);
  });

  it('that places a tenant where nobody knew a shard to be is followed by a new start alone', () => {
    const { nameOf } = open();
    const c = { name: 'c', topicPrefix: 'c.', clickhouseUrl: 'http://c:8123', open: false };
    write({ shards: [A, B, c], tenants: { acme: 'c' } });
    expect(() => nameOf('acme')).toThrow('start it anew');
    expect(nameOf('globex')).toBe('a');
    write({ shards: [A, { ...B, database: 'other' }], tenants: { acme: 'b' } });
    expect(() => nameOf('acme')).toThrow('start it anew');
  });

  it('names the shard that a process serves', () => {
    open();
    const settings = { ...ONE, shardsFile: file };
    expect(ownShard({ ...settings, shard: 'b' })).toMatchObject({ topicPrefix: 'b.' });
    expect(() => ownShard({ ...settings, shard: 'c' })).toThrow('names a, b');
    expect(() => ownShard({ ...settings, shard: undefined })).toThrow('TALLY_SHARD is not set');
  });

  it.each([
    ['nothing', 'does not hold a JSON object'],
    [[A], 'does not hold a JSON object'],
    [{ shards: [] }, 'shards wants a list of at least one shard'],
    [{ shard: [A], shards: [A] }, 'shard is unknown (did you mean shards?)'],
    [{ shards: [{ ...A, prefix: '' }] }, 'shards[0].prefix is unknown'],
    [{ shards: [{ ...A, name: 'a b' }] }, 'shards[0].name is "a b" but wants 1 to 64'],
    [{ shards: [{ ...A, topicPrefix: undefined }] }, 'shards[0].topicPrefix is missing but wants'],
    [
      { shards: [{ ...A, clickhouseUrl: 'a:8123' }] },
      'shards[0].clickhouseUrl is "a:8123" but wants an http://',
    ],
    [{ shards: [{ ...A, database: 'a-b' }] }, 'shards[0].database is "a-b" but wants'],
    [{ shards: [{ ...A, open: 'no' }] }, 'shards[0].open is "no" but wants true or false'],
    [{ shards: [{ ...A, open: false }] }, 'none that is open'],
    [{ shards: [A, { ...B, name: 'a' }] }, 'both have the name "a"'],
    [{ shards: [A, { ...B, topicPrefix: '' }] }, 'shards "a" and "b" both have the topic prefix ""'],
    [
      { shards: [A, { ...A, name: 'b', topicPrefix: 'b.' }] },
      'both have the database tally at http://a:8123',
    ],
    [
      { shards: [A], tenants: { acme: 'aa' } },
      'tenants.acme names "aa", which is no shard (did you mean a?)',
    ],
    [{ shards: [A], tenants: { 'a/b': 'a' } }, 'tenants.a/b is of no tenant'],
    [{ shards: [A], tenants: ['acme'] }, 'tenants wants an object'],
    [{ shards: [A, B], moving: { acme: 'x' } }, 'moving.acme names "x"'],
  ])('is refused: %j', (json, sentence) => {
    expect(() => open(json)).toThrow(sentence);
  });
});
