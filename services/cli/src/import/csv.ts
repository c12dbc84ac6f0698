import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Failure } from '@tallyboard/runtime/failure';
import { type CsvRecord, createRecordReader, NoCsv } from './csv-records.js';
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
  const pieces = read(file, source);
  const first = await pieces.next();
  if (first.done) throw new Failure(`${file.path} is empty: it needs a first line with the column titles.`);
  const [titles, ...records] = first.value;
  const columns = titles.cells.map((title) => title.trim());
  return {
    columns,
    delimiter: file.delimiter,
    bytes,
    bytesRead: () => source.bytesRead,
    lines: lines(columns, records, pieces),
    close: async () => void (await pieces.return(undefined)),
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

type Records = [CsvRecord, ...CsvRecord[]];

async function* lines(
  columns: string[],
  first: readonly CsvRecord[],
  pieces: AsyncGenerator<Records>,
): AsyncGenerator<CsvLine> {
  for (const record of first) yield lineOf(columns, record);
  for await (const records of pieces) for (const record of records) yield lineOf(columns, record);
}

function lineOf(columns: readonly string[], { line, cells }: CsvRecord): CsvLine {
  const problem =
    cells.length === columns.length ? null : `${cells.length} cells where the titles are ${columns.length}`;
  return { line, cells, row: rowOf(columns, cells), problem };
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

/**
 * The records of one piece of the file after the other. A byte that is none of the encoding is an error rather than a
 * replacement character in somebody's name.
 */
async function* read(
  file: CsvFile & { delimiter: string },
  source: ReadStream,
): AsyncGenerator<Records, undefined> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  const reader = createRecordReader(file.delimiter);
  try {
    for await (const chunk of source) {
      const records = reader.push(Buffer.from(decoder.decode(chunk as Buffer, { stream: true })));
      if (isSome(records)) yield records;
    }
    const records = [...reader.push(Buffer.from(decoder.decode())), ...reader.end()];
    if (isSome(records)) yield records;
  } catch (error) {
    throw readable(error, file, reader.lastLine());
  }
}

const isSome = (records: CsvRecord[]): records is Records => records.length > 0;

/** `last`: the line up to which it could be read. */
function readable(error: unknown, file: CsvFile, last: number): unknown {
  if (error instanceof NoCsv) return new Failure(`${file.path} is not CSV: ${error.message}.`);
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
