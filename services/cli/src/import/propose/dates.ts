import { dateReader } from '../dates.js';

const FORMATS = [
  'iso',
  'unix',
  ...['M/d/yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-M-yyyy', 'M-d-yyyy', 'd MMM yyyy', 'MMM d, yyyy'].flatMap(
    (day) => [day, `${day} H:mm`, `${day} H:mm:ss`, `${day} h:mm a`, `${day} h:mm:ss a`],
  ),
];

/**
 * The formats that read the most of these cells, and more than half of them: a cell that was mistyped is refused with its
 * line and does not decide how the others are written. Several mean that nobody can tell which (3/4/2026), and none that
 * they are written in another way.
 */
export function formatsOf(cells: readonly string[]): string[] {
  let formats: string[] = [];
  let fewest = Math.ceil(cells.length / 2) - 1;
  for (const format of FORMATS) {
    const unread = unreadBy(format, cells, fewest);
    if (unread > fewest) continue;
    formats = unread < fewest ? [format] : [...formats, format];
    fewest = unread;
  }
  return formats;
}

/** The cells that one of their formats reads, without those that were mistyped; all of them when there is no format. */
export function readableOf(cells: readonly string[]): readonly string[] {
  const readers = formatsOf(cells).map((format) => dateReader(format, 'UTC'));
  return readers.length === 0 ? cells : cells.filter((cell) => readers.some((read) => 'at' in read(cell)));
}

/** The cell to ask about when no format reads most of them: one that none reads, or the first when each has a format of its own. */
export function strangestOf(cells: readonly string[]): string | undefined {
  const readers = FORMATS.map((format) => dateReader(format, 'UTC'));
  return cells.find((cell) => readers.every((read) => !('at' in read(cell)))) ?? cells[0];
}

/** How many cells the format cannot read; it stops counting once there are more than `limit`, since most formats fit nothing. */
function unreadBy(format: string, cells: readonly string[], limit: number): number {
  const read = dateReader(format, 'UTC');
  let unread = 0;
  for (const cell of cells) {
    if ('at' in read(cell)) continue;
    unread += 1;
    if (unread > limit) break;
  }
  return unread;
}
