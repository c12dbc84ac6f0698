import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../command.js';
import { createOutput } from '../terminal/output.js';
import { atShard, atShards } from './at-shard.js';

const folder = mkdtempSync(join(tmpdir(), 'tally-at-shard-'));
const file = join(folder, 'shards.json');
beforeAll(() =>
  writeFileSync(
    file,
    JSON.stringify({
      shards: [
        { name: 'a', topicPrefix: '', clickhouseUrl: 'http://a:8123' },
        { name: 'b', topicPrefix: 'b.', clickhouseUrl: 'http://b:8123', database: 'sales', open: false },
      ],
      tenants: { acme: 'b' },
    }),
  ),
);
afterAll(() => rmSync(folder, { recursive: true }));

const contextOf = (env: Context['env']): Context => ({
  env,
  cwd: folder,
  output: createOutput(process.stdout, process.stderr),
});
const one = contextOf({ TALLY_TOPIC_PREFIX: 'one.' });
const several = contextOf({ TALLY_SHARDS_FILE: file, TALLY_CLICKHOUSE_USER: 'tally' });
const B = {
  TALLY_SHARDS_FILE: undefined,
  TALLY_TOPIC_PREFIX: 'b.',
  TALLY_CLICKHOUSE_URL: 'http://b:8123',
  TALLY_CLICKHOUSE_DATABASE: 'sales',
  TALLY_CLICKHOUSE_USER: 'tally',
};

test('where there is one shard the settings say where it is', () => {
  expect(atShard(one, {})).toBe(one);
  expect(atShard(one, { tenant: 'acme' })).toBe(one);
  expect(atShards(one, undefined)).toEqual([{ name: null, context: one }]);
  expect(() => atShard(one, { shard: 'a' })).toThrow('TALLY_SHARDS_FILE is not set');
});

test('a command is about the shard of its tenant, or about the one that is named', () => {
  expect(atShard(several, { tenant: 'acme' }).env).toEqual(B);
  expect(atShard(several, { shard: 'b', tenant: 'globex' }).env).toEqual(B);
  expect(atShard(several, { tenant: 'globex' }).env).toMatchObject({
    TALLY_TOPIC_PREFIX: '',
    TALLY_CLICKHOUSE_DATABASE: 'tally',
  });
});

test('a command that is about neither says which shards there are', () => {
  expect(() => atShard(several, {})).toThrow('--shard, one of a, b');
  expect(() => atShard(several, { shard: 'bb' })).toThrow('did you mean b?');
});

test('a command may be about all shards, one after the other', () => {
  expect(atShards(several, undefined).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(atShards(several, 'b').map(({ name, context }) => [name, context.env])).toEqual([['b', B]]);
});
