import type { Logger } from '@tallyboard/runtime/logging';
import type { AlertBook } from './alert-book.js';
import type { AlertRecord } from './records.js';

/** Whether the book took a record: one that it cannot take holds up none that follow. */
export function taken(book: Pick<AlertBook, 'take'>, record: AlertRecord, atMs: number): boolean {
  try {
    book.take(record, atMs);
    return true;
  } catch {
    return false;
  }
}

/** Counts what was left out, and says of the first that there is such. */
export function leftOutTo(log: Logger, count: () => void): (offset: number) => void {
  let isSaid = false;
  return (offset) => {
    count();
    if (!isSaid)
      log.warn(
        { offset },
        'a record of crm.alerts does not fit and is left out; more of them are only counted',
      );
    isSaid = true;
  };
}
