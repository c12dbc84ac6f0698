/** The cells of one record; `line` is the number of its first line as an editor shows it. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** What is wrong with a text that is no CSV, as a sentence without its end. */
export class NoCsv extends Error {}

/** Takes the bytes of a file piece by piece. Both throw NoCsv. */
export interface RecordReader {
  /** The records that are whole by now, without empty lines. */
  push(utf8: Buffer): CsvRecord[];
  /** The last record may lack its line break. */
  end(): CsvRecord[];
  /** The line up to which it could be read. */
  lastLine(): number;
}

/** A quote that nothing closes would otherwise take the rest of the file into memory. */
const LONGEST_RECORD_BYTES = 1_048_576;

const [QUOTE, LINE_FEED, CARRIAGE_RETURN] = [0x22, 0x0a, 0x0d];
const BREAKS = { '\r\n': Buffer.from('\r\n'), '\n': Buffer.from('\n'), '\r': Buffer.from('\r') };

/**
 * Reads CSV as RFC 4180 has it; the first line break, one of CRLF, LF or CR, is that of all records. Where a record ends is
 * searched in the bytes, and each is decoded by itself: a cell is a slice of its text, and whoever keeps one keeps no more
 * of the file than that.
 */
export function createRecordReader(delimiter: string): RecordReader {
  let rest: Buffer = Buffer.alloc(0);
  let found: keyof typeof BREAKS | null = null;
  let line = 1;

  const recordOf = (text: string): CsvRecord | null => {
    const cells = text.includes('"') ? quotedCells(text, delimiter, line) : text.split(delimiter);
    const first = line;
    line += LINE_BREAK.test(text) ? breaksIn(`${text}${found}`) : 1;
    return cells.length === 1 && cells[0] === '' ? null : { line: first, cells };
  };
  const read = (bytes: Buffer, isEnd: boolean): CsvRecord[] => {
    const records: CsvRecord[] = [];
    const take = (from: number, to: number) => {
      const record = recordOf(bytes.toString('utf8', from, to));
      if (record) records.push(record);
    };
    found ??= breakOf(bytes, isEnd);
    const ends = found === null ? null : recordEnds(bytes, BREAKS[found]);
    let start = 0;
    for (let end = ends?.(start) ?? -1; end >= 0; end = ends?.(start) ?? -1) {
      if (end - start > LONGEST_RECORD_BYTES) break;
      take(start, end);
      start = end + found!.length;
    }
    rest = bytes.subarray(start);
    if (rest.length > LONGEST_RECORD_BYTES) {
      // Where a quote is wrong, that is the better reason.
      quotedCells(rest.toString(), delimiter, line);
      throw new NoCsv(`the record that begins on line ${line} is longer than ${LONGEST_RECORD_BYTES} bytes`);
    }
    if (isEnd && rest.length > 0) take(start, bytes.length);
    return records;
  };
  return {
    push: (utf8) => read(rest.length > 0 ? Buffer.concat([rest, utf8]) : utf8, false),
    end: () => read(rest, true),
    lastLine: () => line - 1,
  };
}

/** The first line break outside quotes; null: it is still to come. */
function breakOf(bytes: Buffer, isEnd: boolean): keyof typeof BREAKS | null {
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (byte === LINE_FEED) return '\n';
    else if (byte === CARRIAGE_RETURN) {
      // The line feed that belongs to it may be in the next piece.
      if (at + 1 === bytes.length && !isEnd) return null;
      return bytes[at + 1] === LINE_FEED ? '\r\n' : '\r';
    }
  }
  return null;
}

/**
 * Where the record that begins at a place ends: at the first line break with an even number of quotes before it, since those
 * around a cell and those doubled in one come in pairs. -1: later than these bytes. To be asked from front to back.
 */
function recordEnds(bytes: Buffer, lineBreak: Buffer): (start: number) => number {
  let quote = bytes.indexOf(QUOTE);
  return (start) => {
    let isQuoted = false;
    for (let end = bytes.indexOf(lineBreak, start); end >= 0; end = bytes.indexOf(lineBreak, end + 1)) {
      for (; quote >= 0 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1)) isQuoted = !isQuoted;
      if (!isQuoted) return end;
    }
    return -1;
  };
}

function quotedCells(text: string, delimiter: string, line: number): string[] {
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? afterClosing(text, at) : orEnd(text.indexOf(delimiter, at), text);
    if (isQuoted && end < 0)
      throw new NoCsv(
        `no quote closes ${where(cells, text, at, line)} (a record has at most ${LONGEST_RECORD_BYTES} bytes)`,
      );
    if (isQuoted && end < text.length && text[end] !== delimiter)
      throw new NoCsv(
        `after the quote that closes ${where(cells, text, end, line)} comes ${JSON.stringify(text[end])} instead of ${JSON.stringify(delimiter)} or the end of the line`,
      );
    const cell = isQuoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end);
    if (!isQuoted && cell.includes('"'))
      throw new NoCsv(
        `${where(cells, text, at + cell.indexOf('"'), line)} has a quote and does not begin with one; a cell with quotes is written in quotes, with each of its own twice`,
      );
    cells.push(cell);
    if (end === text.length) return cells;
    at = end;
  }
}

/** Behind the quote that closes the one at `opening`; -1: none does. */
function afterClosing(text: string, opening: number): number {
  for (let quote = text.indexOf('"', opening + 1); quote >= 0; quote = text.indexOf('"', quote + 2))
    if (text[quote + 1] !== '"') return quote + 1;
  return -1;
}

const orEnd = (at: number, text: string): number => (at < 0 ? text.length : at);

const where = (before: readonly string[], text: string, at: number, line: number): string =>
  `cell ${before.length + 1} of line ${line + breaksIn(text.slice(0, at))}`;

const LINE_BREAK = /[\r\n]/;
const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
