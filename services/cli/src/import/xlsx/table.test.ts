import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cell, STYLE, workbook, zip } from '../../testing/workbook.js';
import { openArchive } from './archive.js';
import { tableOfSheet } from './table.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-xlsx-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The lines of the CSV that a workbook becomes. */
async function lines(bytes: Buffer, sheet?: string): Promise<string[]> {
  const path = join(dir, 'a.xlsx');
  writeFileSync(path, bytes);
  await tableOfSheet(path, join(dir, 'a.csv'), { name: 'a.xlsx', sheet });
  return readFileSync(join(dir, 'a.csv'), 'utf8').replace('\ufeff', '').trimEnd().split('\n');
}

/** What a cell becomes. */
const cell = async (each: Cell) =>
  (await lines(workbook([{ name: 'S', rows: { 1: ['a', 'b'], 2: [each, 'x'] } }])))[1]?.replace(/,x$/, '');

describe('a cell', () => {
  it.each<[string, Cell, string]>([
    ['text', 'Ärger & more', 'Ärger & more'],
    ['rich text and a line break', { xml: 't="inlineStr"><is><r><t>a\n</t></r><r><t>b</t></r></is>' }, 'a b'],
    ['a number, as a spreadsheet shows it', { number: '0.30000000000000004' }, '0.3'],
    ['a small number', { number: '1e-7' }, '0.0000001'],
    ['a number shown with zeros before it', { number: 42, style: STYLE.digits }, '00042'],
    ['an id that has lost digits', { number: '123456789012345678' }, '1.23456789012346E+17'],
    ['a day', { number: 46_083, style: STYLE.day }, '2026-03-02'],
    ['a day and a time', { number: 46_083.375, style: STYLE.moment }, '2026-03-02T09:00:00'],
    ['a day before March 1900', { number: 1, style: STYLE.day }, '1900-01-01'],
    ['a duration', { number: 1.5 + 61 / 86_400, style: STYLE.clock }, '36:01:01'],
    ['a formula, by its value', { xml: '><f>1+1</f><v>2</v>' }, '2'],
    ['a formula of text', { xml: 't="str"><f>A1</f><v>hi</v>' }, 'hi'],
    ['yes or no', { xml: 't="b"><v>1</v>' }, 'TRUE'],
  ])('%s', async (_, given, expected) => {
    expect(await cell(given)).toBe(expected);
  });

  it('of rich text is its runs, without how they are read aloud', async () => {
    const strings =
      '<sst><si><r><t>課</t></r><r><t xml:space="preserve">きく </t></r><rPh sb="0" eb="1"><t>カ</t></rPh></si></sst>';
    const one = { xml: 't="s"><v>0</v>' };
    const book = workbook([{ name: 'S', rows: { 1: [one, one] } }], { 'xl/sharedStrings.xml': strings });
    expect(await lines(book)).toEqual(['課きく ,課きく']);
  });

  it.each(['<f>1+1</f>', '<f>1+1</f><v></v>'])(
    'that is a formula without its value is refused: %s',
    async (xml) => {
      await expect(cell({ xml: `>${xml}` })).rejects.toThrow(
        'Sheet "S" has a formula in row 2 whose value is not in the file',
      );
    },
  );
});

describe('a sheet', () => {
  it('has each row on the line of its number, without empty rows, and without a heading above the titles', async () => {
    const rows = { 1: ['Report of March'], 3: ['id', 'name'], 4: ['1', 'a'], 7: [null, 'b', ''] };
    expect(await lines(workbook([{ name: 'S', rows, merged: 'A1:D1' }]))).toEqual([
      '',
      '',
      'id,name',
      '1,a',
      '',
      '',
      ',b',
    ]);
  });

  it('of one column is one', async () => {
    expect(await lines(workbook([{ name: 'S', rows: { 1: ['id'], 2: ['1'] } }]))).toEqual(['id', '1']);
  });

  it('whose titles are merged cells is refused', async () => {
    const rows = { 1: ['id', 'Customer'], 2: ['1', 'a', 'b'] };
    await expect(lines(workbook([{ name: 'S', rows, merged: 'B1:C1' }]))).rejects.toThrow(
      'a.xlsx: the titles of sheet "S" are merged cells (B1:C1): give each column a title of its own.',
    );
  });

  it('may have a title that is two rows high', async () => {
    const rows = { 1: ['id', 'name'], 2: [null, 'a'] };
    expect(await lines(workbook([{ name: 'S', rows, merged: 'A1:A2' }]))).toEqual(['id,name', ',a']);
  });

  const two = workbook([
    { name: 'Old', isHidden: true, rows: { 1: ['o', 'p'] } },
    { name: 'Deals', rows: { 1: ['d', 'e'] } },
    { name: 'Notes', rows: { 1: ['n', 'm'] } },
  ]);
  it('is the first that is not hidden, or that which is asked for', async () => {
    expect(await lines(two)).toEqual(['d,e']);
    expect(await lines(two, 'notes')).toEqual(['n,m']);
    await expect(lines(two, 'March')).rejects.toThrow(
      'a.xlsx has no sheet "March"; it has "Old", "Deals", "Notes".',
    );
  });

  it('counts days from 1904 where the workbook says so', async () => {
    const day = workbook([{ name: 'S', rows: { 1: ['a', { number: 44_621, style: STYLE.day }] } }], {
      'xl/workbook.xml':
        '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="s0"/></sheets></workbook>',
    });
    expect(await lines(day)).toEqual(['a,2026-03-02']);
  });
});

describe('a file', () => {
  it('that is no workbook, or a part of one, is refused', async () => {
    await expect(lines(zip({ 'a.csv': 'id' }))).rejects.toThrow(
      'a.xlsx is a zip archive and no Excel workbook',
    );
    const half = workbook([{ name: 'S', rows: { 1: ['a', 'b'] } }]);
    await expect(lines(half.subarray(0, half.length / 2))).rejects.toThrow('a.xlsx is not a whole workbook');
    await expect(
      lines(workbook([{ name: 'S', rows: {} }], { 'xl/worksheets/sheet0.xml': '<worksheet><row>' })),
    ).rejects.toThrow('a.xlsx is not a whole workbook');
  });

  it('that would be larger than is read, or is larger than it says, is refused', async () => {
    const path = join(dir, 'bomb.xlsx');
    writeFileSync(path, zip({ a: 'x' }, { a: 4_000_000_000 }));
    await expect(openArchive(path, 'bomb.xlsx')).rejects.toThrow(
      'bomb.xlsx would be 3,815 MB unpacked, and at most 2,048 are read: save the sheet as CSV and import that.',
    );
    const liar = zip(
      { '_rels/.rels': `<Relationships>${' '.repeat(100_000)}</Relationships>` },
      { '_rels/.rels': 50 },
    );
    await expect(lines(liar)).rejects.toThrow('a.xlsx is not a whole workbook');
  });
});
