import { once } from 'node:events';
import { accessSync, constants, createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { csvLine } from '../terminal/table.js';
import { encodeText } from './encode-text.js';
import type { Mapping } from './mapping.js';

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
    `Rejected lines cannot be written to ${path} (${code ?? message}): give with --rejects a directory that is there and may be written.`,
  );

/** Titles that a rejects file puts before those of the original; importing it again ignores them. */
export const LINE_COLUMN = 'tally_line';
export const REASON_COLUMN = 'tally_reason';

/** The lines that could not be used: as they were, with their line number and why. Created with the first of them. */
export interface Rejects {
  add(line: number, cells: readonly string[], reason: string): void;
  count(): number;
  close(): Promise<void>;
}

/**
 * Writes what the mapping reads: its delimiter, its encoding, the titles of the original. Cells stay as they were, also
 * when there are too many or too few: the number and the reason come before them. Those of an earlier rejects file are
 * left out.
 */
export function createRejects(
  path: string,
  columns: readonly string[],
  { delimiter, encoding }: Pick<Mapping, 'delimiter' | 'encoding'>,
): Rejects {
  let file: WriteStream | undefined;
  let failed: NodeJS.ErrnoException | undefined;
  let rejected = 0;
  const isOwn = columns.map((title) => title === LINE_COLUMN || title === REASON_COLUMN);
  const write = (to: WriteStream, first: readonly string[], cells: readonly string[]) => {
    const kept = cells.filter((_, i) => !isOwn[i]);
    to.write(encodeText(`${csvLine([...first, ...kept], delimiter)}\n`, encoding));
  };
  const open = () => {
    const opened = createWriteStream(path);
    opened.once('error', (error) => {
      failed = error;
    });
    // Editors tell UTF-16 by its byte order mark.
    if (encoding === 'utf-16le') opened.write(encodeText('\ufeff', encoding));
    write(opened, [LINE_COLUMN, REASON_COLUMN], columns);
    return opened;
  };
  return {
    add(line, cells, reason) {
      file ??= open();
      rejected += 1;
      write(file, [String(line), reason], cells);
    },
    count: () => rejected,
    async close() {
      if (file && !failed) {
        file.end();
        await Promise.race([once(file, 'close'), once(file, 'error')]);
      }
      if (failed) throw cannotWrite(path, failed);
    },
  };
}
