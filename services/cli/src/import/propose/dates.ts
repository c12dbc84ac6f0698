import { dateReader } from '../dates.js';

const FORMATS = [
  'iso',
  'unix',
  ...['M/d/yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-M-yyyy', 'M-d-yyyy', 'd MMM yyyy', 'MMM d, yyyy'].flatMap(
    (day) => [day, `${day} H:mm`, `${day} H:mm:ss`, `${day} h:mm a`, `${day} h:mm:ss a`],
  ),
];

/**
 * The formats that read every one of these cells. Several mean that nobody can tell which (3/4/2026), and none that they
 * are written in another way.
 */
export function formatsOf(cells: readonly string[]): string[] {
  return FORMATS.filter((format) => {
    const read = dateReader(format, 'UTC');
    return cells.every((cell) => 'at' in read(cell));
  });
}
