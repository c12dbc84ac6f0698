import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, createRecordReader, NoCsv } from './csv-records.js';

/** Reads a text that comes in pieces of so many bytes. */
function read(text: string, { delimiter = ',', pieceBytes = 7 } = {}): CsvRecord[] {
  const reader = createRecordReader(delimiter);
  const bytes = Buffer.from(text);
  const records: CsvRecord[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    records.push(...reader.push(bytes.subarray(at, at + pieceBytes)));
  return [...records, ...reader.end()];
}

describe('the records of a CSV file', () => {
  it('are cells between delimiters, in quotes where they have one, a quote or a line break', () => {
    expect(read('a;"b;""c"""\r\n;"d\ne"', { delimiter: ';' })).toEqual([
      { line: 1, cells: ['a', 'b;"c"'] },
      { line: 2, cells: ['', 'd\ne'] },
    ]);
  });

  it.each([['\n'], ['\r\n'], ['\r']])('have the lines that an editor shows, with %j at their ends', (end) => {
    const text = ['a', '"b', 'c"', '', 'd', ''].join(end);
    expect(read(text).map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it('keep an empty last cell, and an empty one in quotes', () => {
    expect(read('a,\n"",b\n,').map(({ cells }) => cells)).toEqual([
      ['a', ''],
      ['', 'b'],
      ['', ''],
    ]);
  });

  it.each([
    ['a,b\n1,5" disk\n2,x', 'cell 2 of line 2 has a quote and does not begin with one'],
    ['a,b\n"x\ny","5"" disk"!\n', 'after the quote that closes cell 2 of line 3 comes "!" instead of ","'],
    ['a,b\n1,"x\n2,y\n', 'no quote closes cell 2 of line 2'],
    [`a,b\n1,${'x'.repeat(1_100_000)}`, 'the record that begins on line 2 is longer than'],
    [`a,b\n1,"${'x\n'.repeat(600_000)}`, 'no quote closes cell 2 of line 2'],
    [`a,b\n1,5" disk${'\nx,y'.repeat(300_000)}`, 'cell 2 of line 2 has a quote'],
  ])('are refused with the place where %.20j is none', (text, reason) => {
    expect(() => read(text, { pieceBytes: 65_536 })).toThrow(NoCsv);
    expect(() => read(text, { pieceBytes: 65_536 })).toThrow(reason);
  });

  it('are those that another parser reads, of any text, in whatever pieces it comes', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '😀', ' ', ',', ',', '"', '"', '""', '\n', '\n', '\r\n', '\r'), {
        maxLength: 30,
      })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (text, pieceBytes) => {
        expect(orNone(() => read(text, { pieceBytes }).map(({ cells }) => cells))).toEqual(
          orNone(() => elsewhere(text)),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

const elsewhere = (text: string): string[][] =>
  (parse(text, { relax_column_count: true }) as string[][]).filter(
    (cells) => cells.length > 1 || cells[0] !== '',
  );

function orNone(read: () => string[][]): string[][] | 'no CSV' {
  try {
    return read();
  } catch {
    return 'no CSV';
  }
}
