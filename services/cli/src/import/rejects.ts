import { accessSync, closeSync, constants, existsSync, openSync, writeFileSync } from 'node:fs';
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
  close(): void;
}

/**
 * Writes what the mapping reads: its delimiter, its encoding, the titles of the original. Cells stay as they were, also
 * when there are too many or too few: the number, the column and the reason come before them. Those of an earlier rejects file are
 * left out.
 */
export function createRejects(
  path: string,
  columns: readonly string[],
  { delimiter, encoding }: { delimiter: string; encoding: Mapping['encoding'] },
): Rejects {
  let file: number | undefined;
  const isOwn = columns.map((title) => OWN_COLUMNS.includes(title));
  const record = (first: readonly string[], cells: readonly string[]) =>
    `${csvLine([...first, ...cells.filter((_, i) => !isOwn[i])], delimiter)}\n`;
  const write = (to: number, text: string) => {
    try {
      writeFileSync(to, encodeText(text, encoding));
    } catch (error) {
      throw cannotWrite(path, error as NodeJS.ErrnoException);
    }
  };
  const open = () => {
    const opened = openAnew(path);
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
function openAnew(path: string): number {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  try {
    return openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}
