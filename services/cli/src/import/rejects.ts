import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { csvLine } from '../terminal/table.js';

/** Titles that a rejects file adds to those of the original; importing it again ignores them. */
export const LINE_COLUMN = 'tally_line';
export const REASON_COLUMN = 'tally_reason';

/** The lines that could not be used: as they were, with their line number and why. Created with the first of them. */
export interface Rejects {
  add(line: number, cells: readonly string[], reason: string): void;
  count(): number;
  close(): Promise<void>;
}

export function createRejects(path: string, columns: readonly string[]): Rejects {
  let file: WriteStream | undefined;
  let failed: Error | undefined;
  let rejected = 0;
  return {
    add(line, cells, reason) {
      if (!file) {
        file = createWriteStream(path);
        file.once('error', (error) => {
          failed = error;
        });
        file.write(`${csvLine([...columns, LINE_COLUMN, REASON_COLUMN])}\n`);
      }
      rejected += 1;
      const padded = columns.map((_, i) => cells[i] ?? '');
      file.write(`${csvLine([...padded, String(line), reason])}\n`);
    },
    count: () => rejected,
    async close() {
      if (file && !failed) {
        file.end();
        await Promise.race([once(file, 'close'), once(file, 'error')]);
      }
      if (failed) throw failed;
    },
  };
}
