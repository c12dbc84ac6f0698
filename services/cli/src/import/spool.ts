import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Failure } from '@tallyboard/runtime/failure';
import { csvLine } from '../terminal/table.js';
import { tableOfSheet } from './xlsx/table.js';

/** Files as the importer reads them: CSV, on disk, as often as it likes. */
export interface Spool {
  /**
   * `-` is standard input; gzip, NDJSON and Excel workbooks become temporary CSV of the same name, anything else is read
   * where it is.
   */
  file(path: string): Promise<string>;
  /** Which file it was that is now read there; null: standard input. */
  sourceOf(at: string): string | null;
  /** Removes what was written. */
  clear(): void;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZIP = Buffer.from('PK\u0003\u0004');
/** Of what Microsoft Office wrote before 2007, and writes around a workbook that has a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

interface SpoolOptions {
  /** The sheet of workbooks; default: their first. */
  sheet?: string | undefined;
  /** Told of a workbook with several sheets, which of them is read. */
  say?(text: string): void;
}

export function createSpool(stdin: Readable, { sheet, say }: SpoolOptions = {}): Spool {
  let dir: string | undefined;
  const sources = new Map<string, string | null>();
  /** A folder for each, since files of several folders may have one name. */
  const place = (name: string) => {
    dir ??= mkdtempSync(join(tmpdir(), 'tally-import-'));
    return join(mkdtempSync(join(dir, 'file-')), name);
  };
  const tableOfFile = async (path: string): Promise<string> => {
    let at = path;
    if (path === '-') {
      at = place('stdin');
      await pipeline(stdin, createWriteStream(at));
    }
    if ((await beginningOf(at)).subarray(0, 2).equals(GZIP)) {
      const unpacked = place(basename(path === '-' ? 'stdin.csv' : path).replace(/\.gz$/i, ''));
      await pipeline(createReadStream(at), createGunzip(), createWriteStream(unpacked)).catch((error) => {
        throw new Failure(`${path} is not whole gzip: ${(error as Error).message}.`, { cause: error });
      });
      at = unpacked;
    }
    const beginning = await beginningOf(at);
    if (beginning.subarray(0, 4).equals(COMPOUND))
      throw new Failure(
        `${path} is a workbook of an old Excel, or one with a password: save it as .xlsx without one.`,
      );
    if (beginning.subarray(0, 4).equals(ZIP)) {
      const table = place(`${basename(at).replace(/\.[a-z]+$/i, '')}.csv`);
      const { read, others } = await tableOfSheet(at, table, { name: path, sheet });
      if (others.length > 0 && sheet === undefined)
        say?.(
          `${path}: its sheet "${read}" is read; it also has ${others.map((each) => `"${each}"`).join(', ')}, which --sheet chooses.`,
        );
      return table;
    }
    if (beginning.toString('utf8').replace('\ufeff', '').trimStart().startsWith('{')) {
      const table = place(`${basename(at).replace(/\.[a-z]+$/i, '')}.csv`);
      await tableOf(at, table, path);
      at = table;
    }
    return at;
  };
  return {
    async file(path) {
      const at = await tableOfFile(path);
      if (at !== path) sources.set(at, path === '-' ? null : path);
      return at;
    },
    sourceOf: (at) => sources.get(at) ?? (sources.has(at) ? null : at),
    clear() {
      if (dir) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path).catch(() => null);
  if (!file) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return Buffer.alloc(0);
  } finally {
    await file.close();
  }
}

/** Objects, one a line, as CSV with a title for each key that any of them has; objects in them are `outer.inner`. */
async function tableOf(from: string, to: string, name: string): Promise<void> {
  const titles = new Set<string>();
  for await (const cells of objectsIn(from, name)) for (const title of cells.keys()) titles.add(title);
  const columns = [...titles];
  await pipeline(async function* () {
    // Says that it is UTF-8, whatever a mapping says of CSV.
    yield `\ufeff${csvLine(columns)}\n`;
    for await (const cells of objectsIn(from, name))
      yield `${csvLine(columns.map((title) => cells.get(title) ?? ''))}\n`;
  }, createWriteStream(to));
}

async function* objectsIn(path: string, name: string): AsyncGenerator<Map<string, string>> {
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1;
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text.replace(/^\ufeff/, ''));
    } catch {
      throw new Failure(`${name} is not NDJSON: line ${line} is no JSON object.`);
    }
    const cells = new Map<string, string>();
    flatten('', value, cells);
    yield cells;
  }
}

function flatten(at: string, value: unknown, into: Map<string, string>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, each] of Object.entries(value)) flatten(at === '' ? key : `${at}.${key}`, each, into);
  } else if (value !== null && value !== undefined)
    into.set(at, typeof value === 'object' ? JSON.stringify(value) : String(value));
}
