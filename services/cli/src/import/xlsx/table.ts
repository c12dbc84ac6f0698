import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@tallyboard/runtime/failure';
import { csvLine } from '../../terminal/table.js';
import { MOST_UNPACKED_BYTES } from './archive.js';
import { rowsOf, type SheetRow } from './rows.js';
import { openWorkbook } from './workbook.js';

export interface SheetChoice {
  /** How the file is called for people. */
  name: string;
  /** Default: the first that is not hidden. */
  sheet: string | undefined;
}

/** Rows above the titles that are kept until it is known that they are not. */
const MOST_ABOVE = 100;

/** Characters that are written at once. */
const CHUNK = 65_536;

/**
 * Writes a sheet as CSV, each row on the line of its number. The titles are the first row with two cells; what is above
 * them, the heading of a report for example, is left out. Resolves with the sheets: that which was read, and the others.
 */
export async function tableOfSheet(
  from: string,
  to: string,
  { name, sheet: wanted }: SheetChoice,
): Promise<{ read: string; others: string[] }> {
  const workbook = await openWorkbook(from, name);
  const { sheets, archive } = workbook;
  try {
    const sheet = wanted
      ? sheets.find((each) => each.name.toLowerCase() === wanted.toLowerCase())
      : sheets.find(({ isHidden }) => !isHidden);
    if (!sheet)
      throw new Failure(
        `${name} has no sheet ${wanted ? JSON.stringify(wanted) : 'that is not hidden'}; it has ${sheets.map((each) => JSON.stringify(each.name)).join(', ') || 'none'}.`,
      );
    const merged: string[] = [];
    let titles: SheetRow | undefined;
    const tell = (row: SheetRow) => {
      titles = row;
    };
    await pipeline(linesOf(rowsOf(workbook, sheet, merged), name, tell), createWriteStream(to));
    const across = titles && merged.find((area) => isAcross(area, titles!.row));
    if (across)
      throw new Failure(
        `${name}: the titles of sheet "${sheet.name}" are merged cells (${across}): give each column a title of its own.`,
      );
    return { read: sheet.name, others: sheets.filter((each) => each !== sheet).map((each) => each.name) };
  } catch (error) {
    throw error instanceof Failure
      ? error
      : new Failure(`${name} is not a whole workbook: ${(error as Error).message}.`, { cause: error });
  } finally {
    archive.close();
  }
}

/** The byte order mark says that it is UTF-8, whatever a mapping says of CSV. */
async function* linesOf(
  rows: AsyncGenerator<SheetRow>,
  name: string,
  onTitles: (row: SheetRow) => void,
): AsyncGenerator<string> {
  let line = 0;
  let bytes = 0;
  let width = 0;
  const above: SheetRow[] = [];
  const written = ({ row, cells }: SheetRow): string => {
    const full = [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill('')];
    while (full.length > width && full.at(-1) === '') full.pop();
    const text = `${'\n'.repeat(row - line - 1)}${csvLine(full)}\n`;
    line = row;
    bytes += text.length;
    if (bytes > MOST_UNPACKED_BYTES)
      throw new Failure(`${name} has more than is read of a sheet: save it as CSV and import that.`);
    return text;
  };
  let ready = '\ufeff';
  for await (const each of rows) {
    const filled = each.cells.filter((cell) => cell !== '').length;
    if (width === 0 && filled < 2 && above.length < MOST_ABOVE) {
      above.push(each);
      continue;
    }
    if (width === 0) {
      if (filled < 2) for (const kept of above) ready += written(kept);
      width = each.cells.length;
      onTitles(each);
    }
    ready += written(each);
    if (ready.length < CHUNK) continue;
    yield ready;
    ready = '';
  }
  if (width === 0) for (const kept of above) ready += written(kept);
  yield ready;
}

/** Whether an area such as B1:C1 is of several columns, and has this row in it. */
function isAcross(area: string, row: number): boolean {
  const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(area) ?? [];
  return left !== right && Number(top) <= row && row <= Number(bottom);
}
