import { Failure } from '@tallyboard/runtime/failure';
import { numberText } from './formats.js';
import type { Workbook } from './workbook.js';
import { readXml } from './xml.js';

/** A row that has something: its number in the sheet, and its cells as text. */
export interface SheetRow {
  row: number;
  cells: string[];
}

/** As many as a sheet can have. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/** The rows of a sheet as they are read; `merged` collects the areas that are one cell, such as B1:C1, by the end. */
export async function* rowsOf(
  { archive, strings, shown, isFrom1904 }: Workbook,
  { path, name }: { path: string; name: string },
  merged: string[],
): AsyncGenerator<SheetRow> {
  const ready: SheetRow[] = [];
  let row = 0;
  let column = 0;
  let cells: string[] = [];
  let cell = { type: 'n', style: 0, hasFormula: false, value: '' };
  let isValue = false;
  const endCell = () => {
    // An empty text is a value; a number without digits is none.
    if (cell.hasFormula && cell.value === '' && cell.type !== 'str')
      throw new Failure(
        `Sheet "${name}" has a formula in row ${row} whose value is not in the file: open it in a spreadsheet program and save it.`,
      );
    cells[column] = textOf(cell);
  };
  const textOf = ({ type, value, style }: typeof cell): string => {
    if (type === 's') return plain(strings[Number(value)] ?? '');
    if (type === 'n' && value !== '') return numberText(value, shown[style] ?? 'number', isFrom1904);
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    return plain(value);
  };
  const stream = await archive.read(path);
  try {
    const reading = readXml(stream, {
      open(element, { r, t = 'n', s = '0', ref = '' }) {
        if (element === 'row') {
          row = r === undefined ? row + 1 : Number(r);
          if (!(row <= MOST_ROWS))
            throw new Failure(`Sheet "${name}" has a row ${r}, and a sheet has at most ${MOST_ROWS}.`);
          column = -1;
          cells = [];
        } else if (element === 'c') {
          column = r === undefined ? column + 1 : columnOf(r);
          if (!(column < MOST_COLUMNS)) throw new Failure(`Sheet "${name}" has a cell ${r}, which none has.`);
          cell = { type: t, style: Number(s), hasFormula: false, value: '' };
        } else if (element === 'f') cell.hasFormula = true;
        else if (element === 'mergeCell') merged.push(ref);
        isValue = element === 'v' || element === 't';
      },
      text(text) {
        if (isValue) cell.value += text;
      },
      close(element) {
        isValue = false;
        if (element === 'c') endCell();
        if (element === 'row') {
          const filled = Array.from(cells, (each) => each ?? '');
          if (filled.some((each) => each !== '')) ready.push({ row, cells: filled });
        }
      },
    });
    for await (const _ of reading) {
      yield* ready;
      ready.length = 0;
    }
  } finally {
    stream.destroy();
  }
}

/** `B5` is 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Of one line, since a row is a line: without breaks, which some programs write as `_x000D_`. */
const plain = (text: string): string =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n|\r|\n/g, ' ');
