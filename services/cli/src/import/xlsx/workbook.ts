import { posix } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { type Archive, openArchive } from './archive.js';
import { type Shown, shownBy } from './formats.js';
import { scanXml } from './xml.js';

/** What is read of a workbook before its rows. */
export interface Workbook {
  archive: Archive;
  sheets: { name: string; path: string; isHidden: boolean }[];
  /** Days count from 1904 instead of 1900. */
  isFrom1904: boolean;
  /** The texts that cells refer to by number. */
  strings: string[];
  /** How a cell is shown, by the number of its style. */
  shown: Shown[];
}

/** All texts of a workbook are in memory at once, its rows are not. */
const MOST_STRINGS_BYTES = 268_435_456;

export async function openWorkbook(path: string, name: string): Promise<Workbook> {
  const archive = await openArchive(path, name);
  try {
    const [root] = (await related(archive, '')).filter(({ type }) => type.endsWith('/officeDocument'));
    if (!root)
      throw new Failure(
        `${name} is a zip archive and no Excel workbook: unpack it, and import what is in it, or save the sheet as .xlsx or CSV.`,
      );
    const parts = await related(archive, root.target);
    const part = (kind: string) => parts.find(({ type }) => type.endsWith(`/${kind}`))?.target;
    const strings = part('sharedStrings');
    if (strings && archive.sizeOf(strings) > MOST_STRINGS_BYTES)
      throw new Failure(
        `${name} has more text than is read of a workbook, ${MOST_STRINGS_BYTES / 1_048_576} MB: save the sheet as CSV and import that.`,
      );
    const { sheets, isFrom1904 } = await contentsOf(archive, root.target);
    return {
      archive,
      sheets: sheets.flatMap(({ id, ...sheet }) => {
        const found = parts.find((each) => each.id === id);
        return found?.type.endsWith('/worksheet') ? [{ ...sheet, path: found.target }] : [];
      }),
      isFrom1904,
      strings: strings ? await stringsIn(archive, strings) : [],
      shown: part('styles') ? await stylesIn(archive, part('styles')!) : [],
    };
  } catch (error) {
    archive.close();
    throw error instanceof Failure
      ? error
      : new Failure(`${name} is not a whole workbook: ${(error as Error).message}.`, { cause: error });
  }
}

interface Part {
  id: string;
  type: string;
  target: string;
}

/** The parts that a part refers to; of the archive itself for ''. */
async function related(archive: Archive, path: string): Promise<Part[]> {
  const folder = posix.dirname(path);
  const file = posix.join(folder, '_rels', `${posix.basename(path)}.rels`);
  const parts: Part[] = [];
  if (!archive.has(file)) return parts;
  await scanXml(await archive.read(file), {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      parts.push({ id: Id, type: Type, target });
    },
  });
  return parts;
}

async function contentsOf(archive: Archive, path: string) {
  const sheets: { id: string; name: string; isHidden: boolean }[] = [];
  let isFrom1904 = false;
  await scanXml(await archive.read(path), {
    open(element, { name = '', state = 'visible', date1904, ...others }) {
      // `r:id` by any prefix.
      const [, id = ''] = Object.entries(others).find(([key]) => key.endsWith(':id')) ?? [];
      if (element === 'sheet') sheets.push({ id, name, isHidden: state !== 'visible' });
      if (element === 'workbookPr') isFrom1904 = date1904 === '1' || date1904 === 'true';
    },
  });
  return { sheets, isFrom1904 };
}

/** Rich text is its runs put together, without what is read aloud (`rPh`). */
async function stringsIn(archive: Archive, path: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let isReadAloud = false;
  await scanXml(await archive.read(path), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isReadAloud = true;
      isText = name === 't' && !isReadAloud;
    },
    text(more) {
      if (isText) text += more;
    },
    close(name) {
      if (name === 'si') strings.push(text);
      if (name === 'rPh') isReadAloud = false;
      isText = false;
    },
  });
  return strings;
}

async function stylesIn(archive: Archive, path: string): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const shown: Shown[] = [];
  let isOfCells = false;
  await scanXml(await archive.read(path), {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') isOfCells = true;
      if (name === 'xf' && isOfCells) shown.push(shownBy(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return shown;
}
