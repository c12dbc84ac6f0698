import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive of these files; `claims`: what it says of their size instead of the truth. */
export function zip(files: Readonly<Record<string, string>>, claims: Record<string, number> = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const facts = Buffer.alloc(24);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(claims[name] ?? bytes.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.alloc(2), title, packed]);
    const offset = Buffer.alloc(16);
    offset.writeUInt32LE(at, 12);
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), facts, offset, title]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A number as the style of this index shows it, or what stands in the element of a cell. */
export type Cell = string | { number: number | string; style?: number } | { xml: string } | null;

interface SheetOf {
  name: string;
  isHidden?: boolean;
  /** By their number in the sheet. */
  rows: Readonly<Record<number, readonly Cell[]>>;
  merged?: string;
}

/** Formats of the styles of a workbook here: as it is, `yyyy-mm-dd`, `dd/mm/yyyy hh:mm`, `[h]:mm:ss`, `00000`. */
export const STYLE = { plain: 0, day: 1, moment: 2, clock: 3, digits: 4 };
const FORMATS =
  '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>';
const STYLES = [0, 14, 164, 46, 165].map((id) => `<xf numFmtId="${id}"/>`).join('');
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as a spreadsheet program writes it: texts are shared, cells name their style. */
export function workbook(sheets: readonly SheetOf[], more: Record<string, string> = {}): Buffer {
  const strings: string[] = [];
  const part = (name: string, type: string, target: string) =>
    `<Relationship Id="${name}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const sheetXml = ({ rows, merged }: SheetOf) =>
    `<worksheet xmlns="${MAIN}"><sheetData>${Object.entries(rows)
      .map(
        ([row, cells]) => `<row r="${row}">${cells.map((cell, i) => cellXml(cell, i, row)).join('')}</row>`,
      )
      .join(
        '',
      )}</sheetData>${merged ? `<mergeCells><mergeCell ref="${merged}"/></mergeCells>` : ''}</worksheet>`;
  const cellXml = (cell: Cell, column: number, row: string): string => {
    const r = `r="${String.fromCharCode(65 + column)}${row}"`;
    if (cell === null) return '';
    if (typeof cell === 'string')
      return `<c ${r} t="s"><v>${strings.push(`<si><t>${cell.replaceAll('&', '&amp;')}</t></si>`) - 1}</v></c>`;
    if ('xml' in cell) return `<c ${r} ${cell.xml}</c>`;
    return `<c ${r} s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
  };
  const files: Record<string, string> = {
    '_rels/.rels': `<Relationships>${part('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${part('r1', 'styles', 'styles.xml')}${part('r2', 'sharedStrings', '/xl/sharedStrings.xml')}${sheets.map((_, i) => part(`s${i}`, 'worksheet', `worksheets/sheet${i}.xml`)).join('')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr/><sheets>${sheets.map(({ name, isHidden }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i}"${isHidden ? ' state="hidden"' : ''}/>`).join('')}</sheets></workbook>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${FORMATS}<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${STYLES}</cellXfs></styleSheet>`,
  };
  for (const [i, sheet] of sheets.entries()) files[`xl/worksheets/sheet${i}.xml`] = sheetXml(sheet);
  files['xl/sharedStrings.xml'] = `<sst xmlns="${MAIN}">${strings.join('')}</sst>`;
  return zip({ ...files, ...more });
}
