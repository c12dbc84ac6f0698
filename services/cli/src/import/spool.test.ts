import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { workbook } from '../testing/workbook.js';
import { createSpool } from './spool.js';

const CSV = 'id,name\n1,"a, b"\n';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-spool-test-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function spooled(name: string, bytes: string | Buffer): Promise<string> {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  const spool = createSpool(Readable.from([]));
  let at = path;
  try {
    at = await spool.file(path);
    return readFileSync(at, 'utf8').replace('\ufeff', '');
  } finally {
    spool.clear();
    expect(existsSync(at)).toBe(at === path);
  }
}

it('reads CSV where it is, gzip unpacked, and NDJSON as a table of all its keys', async () => {
  expect(await spooled('a.csv', CSV)).toBe(CSV);
  expect(await spooled('a.csv.gz', gzipSync(CSV))).toBe(CSV);
  const objects = '{"id":1,"owner":{"name":"a, b"}}\n\n{"id":2,"tags":["x"],"owner":null}\n';
  const table = 'id,owner.name,tags\n1,"a, b",\n2,,"[""x""]"\n';
  expect(await spooled('a.ndjson', objects)).toBe(table);
  expect(await spooled('a.ndjson.gz', gzipSync(objects))).toBe(table);
});

it.each([
  ['CSV', Buffer.from(CSV), CSV],
  ['NDJSON in gzip', gzipSync('{"id":1}\n'), 'id\n1\n'],
])('reads %s from standard input', async (_, bytes, table) => {
  const spool = createSpool(Readable.from([bytes]));
  expect(readFileSync(await spool.file('-'), 'utf8').replace('\ufeff', '')).toBe(table);
  spool.clear();
});

it('reads a workbook as a table, and says which of its sheets that is', async () => {
  const path = join(dir, 'a.xlsx');
  const rows = { 1: ['id', 'name'], 2: ['1', 'a, b'] };
  writeFileSync(
    path,
    workbook([
      { name: 'Deals', rows },
      { name: 'Notes', rows },
    ]),
  );
  const said: string[] = [];
  const spool = createSpool(Readable.from([]), { say: (text) => said.push(text) });
  const at = await spool.file(path);
  expect(readFileSync(at, 'utf8')).toBe(`\ufeff${CSV}`);
  expect([basename(at), said]).toEqual([
    'a.csv',
    [`${path}: its sheet "Deals" is read; it also has "Notes", which --sheet chooses.`],
  ]);
  spool.clear();
});

it('refuses a workbook of an old Excel, or with a password', async () => {
  await expect(spooled('a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow(
    /old Excel, or one with a password/,
  );
});

it('says which line is no JSON, and that gzip is broken off', async () => {
  await expect(spooled('a.ndjson', '{"id":1}\n{"id":\n')).rejects.toThrow(/line 2 is no JSON object/);
  await expect(spooled('a.gz', gzipSync(CSV).subarray(0, 20))).rejects.toThrow(/not whole gzip/);
});
