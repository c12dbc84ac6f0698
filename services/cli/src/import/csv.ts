import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { Failure } from '@tallyboard/runtime/failure';
import { CsvError, parse } from 'csv-parse';
import type { Row } from './values.js';

export interface CsvFile {
  path: string;
  /** Default: the one that the first line has most of. */
  delimiter: string | undefined;
  /** A byte order mark in the file overrides it. */
  encoding: string;
}

/** One line as it stands in the file: `line` is the number an editor shows. */
export interface CsvLine {
  line: number;
  cells: string[];
  row: Row;
  /** Why the cells do not fit the titles. */
  problem: string | null;
}

/** A file that is being read. */
export interface OpenCsv {
  columns: string[];
  delimiter: string;
  bytes: number;
  /** How many of these were read, which is a little ahead of the lines. */
  bytesRead(): number;
  /** Read as they are asked for. */
  lines: AsyncGenerator<CsvLine>;
  close(): Promise<void>;
}

/** Opens a file and reads the titles of its columns. */
export async function openCsv(asked: CsvFile): Promise<OpenCsv> {
  const bytes = await sizeOf(asked.path);
  const encoding = markedEncoding(await beginningOf(asked.path)) ?? asked.encoding;
  const file = { ...asked, encoding, delimiter: await delimiterOf({ ...asked, encoding }) };
  const source = createReadStream(file.path);
  const records = read(file, source);
  const first = await records.next();
  if (first.done) throw new Failure(`${file.path} is empty: it needs a first line with the column titles.`);
  const columns = first.value.cells.map((title) => title.trim());
  return {
    columns,
    delimiter: file.delimiter,
    bytes,
    bytesRead: () => source.bytesRead,
    lines: lines(columns, records),
    close: async () => void (await records.return(undefined)),
  };
}

/** Throws when a mapping names columns that the file does not have, or has twice. */
export function needColumns(path: string, columns: readonly string[], named: readonly string[]): void {
  const missing = [...new Set(named)].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new Failure(
      `${path} has no column ${missing.map((name) => `"${name}"`).join(', ')}, which the mapping names; it has ${columns.map((name) => `"${name}"`).join(', ')}.`,
    );
  const twice = named.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice !== undefined)
    throw new Failure(
      `${path} has the column "${twice}" twice, and the mapping names it: rename one of them.`,
    );
}

const DELIMITERS = [
  { character: ';', name: 'semicolons', written: ';' },
  { character: ',', name: 'commas', written: ',' },
  { character: '\t', name: 'tabs', written: '\\t' },
  { character: '|', name: 'bars', written: '|' },
];

/**
 * Throws when the titles are separated by something else than the mapping says. Read apart, since to the parser such a file
 * is no CSV at all.
 */
async function delimiterOf({ path, delimiter, encoding }: CsvFile): Promise<string> {
  const beginning = decodedBeginning(await beginningOf(path), encoding);
  const [titles = ''] = beginning.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/);
  if (delimiter !== undefined && titles.includes(delimiter)) return delimiter;
  const found = DELIMITERS.map((each) => ({ ...each, times: titles.split(each.character).length - 1 }));
  const meant = found.reduce((most, each) => (each.times > most.times ? each : most));
  if (delimiter !== undefined && meant.times > 0)
    throw new Failure(
      `${path} has no ${JSON.stringify(delimiter)} in its first line; it seems to be separated by ${meant.name}, so let the mapping say delimiter: "${meant.written}".`,
    );
  return delimiter ?? (meant.times > 0 ? meant.character : ',');
}

const BEGINNING_BYTES = 4_096;

async function beginningOf(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path, { end: BEGINNING_BYTES - 1 }))
      chunks.push(chunk as Buffer);
  } catch {
    // Who reads the whole file says why it cannot be read.
  }
  return Buffer.concat(chunks);
}

const decodedBeginning = (bytes: Buffer, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes, { stream: true });

/** What a byte order mark says, as Excel writes one; null without one. */
function markedEncoding(beginning: Buffer): string | null {
  const mark = beginning.toString('hex', 0, 3);
  if (mark === 'efbbbf') return 'utf-8';
  if (mark.startsWith('fffe')) return 'utf-16le';
  return mark.startsWith('feff') ? 'utf-16be' : null;
}

interface CsvRecord {
  line: number;
  cells: string[];
}

async function* lines(columns: string[], records: AsyncGenerator<CsvRecord>): AsyncGenerator<CsvLine> {
  for await (const { line, cells } of records) {
    const row = rowOf(columns, cells);
    const problem =
      cells.length === columns.length ? null : `${cells.length} cells where the titles are ${columns.length}`;
    yield { line, cells, row, problem };
  }
}

/** Not made of entries: a row for each line of a file is most of what the garbage collector sees. */
function rowOf(columns: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = {};
  for (let i = 0; i < columns.length; i += 1) {
    const title = columns[i]!;
    // To assign to this one would set the prototype.
    if (title === '__proto__')
      Object.defineProperty(row, title, { value: cells[i] ?? '', enumerable: true, configurable: true });
    else row[title] = cells[i] ?? '';
  }
  return row;
}

const LONGEST_RECORD = 1_048_576;

async function* read(file: CsvFile & { delimiter: string }, source: ReadStream): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter: file.delimiter,
    bom: true,
    relax_column_count: true,
    // A quote that nothing closes would otherwise take the rest of the file into memory.
    max_record_size: LONGEST_RECORD,
  });
  let line = 1;
  pipeline(source, decoded(file.encoding), parser, () => undefined);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      // The parser would count lines for half as much again as it costs.
      const isEmpty = cells.length === 1 && cells[0] === '';
      if (!isEmpty) yield { line, cells };
      line += 1;
      for (const cell of cells) line += breaksIn(cell);
    }
  } catch (error) {
    throw readable(error, file, line - 1);
  }
}

const breaksIn = (cell: string): number =>
  cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;

/** Bytes as text; a byte that is none is an error rather than a replacement character in somebody's name. */
function decoded(encoding: string) {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  };
}

/** `last`: the line up to which it could be read. */
function readable(error: unknown, file: CsvFile, last: number): unknown {
  if (error instanceof CsvError) return new Failure(`${file.path} is not CSV: ${error.message}.`);
  if (error instanceof TypeError)
    return new Failure(
      `${file.path} is not ${file.encoding}${last > 0 ? ` somewhere after line ${last}` : ''}: say in the mapping how it is encoded, for example "encoding: windows-1252".`,
      { cause: error },
    );
  const { code } = error as NodeJS.ErrnoException;
  return code ? new Failure(`${file.path} cannot be read (${code}).`, { cause: error }) : error;
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`);
  }
  throw new Failure(`${path} is not a file.`);
}
