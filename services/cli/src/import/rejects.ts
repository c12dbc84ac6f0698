import { createHash, type Hash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  openSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { csvLine } from '../terminal/table.js';
import { encodeText } from './encode-text.js';
import type { Mapping } from './mapping.js';
import type { Rejected } from './outbox.js';

/** Throws when rejected lines could not be written, as long as nothing has been sent. */
export function requireWritable(path: string): void {
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK);
    else accessSync(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}

const cannotWrite = (path: string, { code, message }: NodeJS.ErrnoException) =>
  new Failure(
    code === 'ELOOP'
      ? `${path} is a symbolic link: remove it, or say with --rejects where rejected lines should go.`
      : `Rejected lines cannot be written to ${path} (${code ?? message}): give with --rejects a directory that is there and may be written.`,
  );

/** Titles that a rejects file puts before those of the original; importing it again ignores them. */
export const LINE_COLUMN = 'tally_line';
export const COLUMN_COLUMN = 'tally_column';
export const REASON_COLUMN = 'tally_reason';
const OWN_COLUMNS = [LINE_COLUMN, COLUMN_COLUMN, REASON_COLUMN];

/** The lines that could not be used: as they were, with their line number and why. Created with the first of them. */
export interface Rejects {
  /** On disk when it returns. */
  add(lines: readonly Rejected[]): void;
  /** What is there now. */
  mark(): RejectsMark;
  close(): void;
}

/** The beginning of a rejects file. */
export interface RejectsMark {
  bytes: number;
  sha256: string;
}

/** Whether a file still begins so. */
export const holds = (path: string, { bytes, sha256 }: RejectsMark): boolean =>
  hashOf(path, bytes)?.digest('hex') === sha256;

/** Of the first bytes of a file; null where it has fewer. */
function hashOf(path: string, bytes: number): Hash | null {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  const part = Buffer.alloc(65_536);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    for (let left = bytes; left > 0; ) {
      const read = readSync(file, part, 0, Math.min(left, part.length), bytes - left);
      if (read === 0) return null;
      hash.update(part.subarray(0, read));
      left -= read;
    }
    return hash;
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Writes what the mapping reads: its delimiter, its encoding, the titles of the original. Cells stay as they were, also
 * when there are too many or too few: the number, the column and the reason come before them. Those of an earlier rejects file are
 * left out. Of a file that is there the beginning that `kept` marks stays.
 */
export function createRejects(
  path: string,
  columns: readonly string[],
  { delimiter, encoding }: { delimiter: string; encoding: Mapping['encoding'] },
  kept: RejectsMark,
): Rejects {
  let { bytes } = kept;
  // What an interrupted import wrote beyond it is of lines that are read again.
  let file = bytes > 0 ? openToAppend(path, bytes) : undefined;
  const hash = hashOf(path, bytes)!;
  const isOwn = columns.map((title) => OWN_COLUMNS.includes(title));
  const record = (first: readonly string[], cells: readonly string[]) =>
    `${csvLine([...first, ...cells.filter((_, i) => !isOwn[i])], delimiter)}\n`;
  const write = (to: number, text: string) => {
    const encoded = encodeText(text, encoding);
    try {
      writeFileSync(to, encoded);
    } catch (error) {
      throw cannotWrite(path, error as NodeJS.ErrnoException);
    }
    bytes += Buffer.byteLength(encoded);
    hash.update(encoded);
  };
  const open = () => {
    const opened = openToAppend(path, 0);
    // Editors tell UTF-16 by its byte order mark.
    write(opened, `${encoding === 'utf-16le' ? '\ufeff' : ''}${record(OWN_COLUMNS, columns)}`);
    return opened;
  };
  return {
    add(lines) {
      if (lines.length === 0) return;
      file ??= open();
      write(
        file,
        lines
          .map(({ line, cells, reason, column }) => record([String(line), column ?? '', reason], cells))
          .join(''),
      );
    },
    mark: () => ({ bytes, sha256: hash.copy().digest('hex') }),
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/**
 * Not through a symbolic link: one may have come with the file that is imported, and what is written is that file's. Where
 * the system knows no such flag it has no such links either.
 */
function openToAppend(path: string, after: number): number {
  const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW);
    ftruncateSync(file, after);
    return file;
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}
