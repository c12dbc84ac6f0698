import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { placesColumns } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';

const SCHEMAS = new URL('../../../../schemas/', import.meta.url);

/** A file of schemas/migrations: applied once, in the order of names, and never changed once published. */
export interface Migration {
  name: string;
  statements: string[];
}

export async function readMigrations(): Promise<Migration[]> {
  const files = await sqlFiles('migrations/');
  return files.map(({ name, text }) => ({ name, statements: statementsOf(text) }));
}

/** A file of schemas/views: the view of its name, applied whenever its text changes. */
export interface ViewFile {
  name: string;
  /** What a row is; the first line of the file. */
  doc: string;
  /** What its columns say, in words: the lines `-- column: words` that follow, and of places what their fact says. */
  columns: { name: string; doc: string }[];
  select: string;
}

export async function readViews(): Promise<ViewFile[]> {
  const files = await sqlFiles('views/');
  return files.map(({ name, text }) => {
    const [, doc = '', words = '', select = ''] =
      /^-- ([^\n]*)\n((?:-- \w+: [^\n]*\n)*)([\s\S]*)$/.exec(text) ?? [];
    if (select === '')
      throw new Error(`schemas/views/${name} does not begin with a line that says what a row is`);
    const view = name.replace('.sql', '');
    return { name: view, doc, columns: [...placesWords(view), ...ownWords(words)], select: select.trim() };
  });
}

const ownWords = (lines: string): ViewFile['columns'] =>
  [...lines.matchAll(/^-- (\w+): (.*)$/gm)].map(([, name, doc]) => ({ name: name!, doc: doc! }));

/** Of `deal_places`, and of `customer_own_places`, which are places as well. */
function placesWords(view: string): ViewFile['columns'] {
  const fact = FACTS.find(({ name }) => view.startsWith(`${name}_`) && view.endsWith('_places'));
  return fact ? placesColumns(fact) : [];
}

/** Statements end with a semicolon at the end of a line. */
export function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}

async function sqlFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const path = fileURLToPath(new URL(folder, SCHEMAS));
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(`${path}${name}`, 'utf8') })));
}
