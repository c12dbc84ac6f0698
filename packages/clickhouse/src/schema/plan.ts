import { createHash } from 'node:crypto';
import type { View } from '@tallyboard/facts/reading-views';
import { sqlString } from '@tallyboard/facts/sql-text';
import { columnSql, type Table, tables, views } from '@tallyboard/facts/tables';
import { metricViews } from '@tallyboard/metrics/sql/views';
import type { ClickHouse } from '../client.js';
import { type Migration, readMigrations, readViews } from './migrations.js';

/** What a database lacks of what this version needs, in the order in which it is made. */
export interface Plan {
  migrations: Migration[];
  /** Statements that make tables and columns, by the name of what they make. */
  tables: Change[];
  views: Change[];
}

export interface Change {
  name: string;
  /** One after the other. */
  statements: readonly string[];
  /** It, or a column of it, is not there at all; else it is of another text. */
  isMissing: boolean;
}

interface KnownColumn {
  comment: string;
  /** `CODEC(T64)`; '' where none was asked for. */
  compression_codec: string;
}

interface Known {
  migrations: ReadonlySet<string>;
  /** By table and column. */
  columns: ReadonlyMap<string, ReadonlyMap<string, KnownColumn>>;
  /** Table or view → its comment; that of a view ends with the fingerprint of its text. */
  comments: ReadonlyMap<string, string>;
}

/** Compares a database with what this version needs; a database or tables that are not there have nothing yet. */
export async function planFor(clickhouse: ClickHouse): Promise<Plan> {
  const [known, migrations, files] = await Promise.all([lookUp(clickhouse), readMigrations(), readViews()]);
  return {
    migrations: migrations.filter(({ name }) => !known.migrations.has(name)),
    tables: tables().flatMap((table) => missingOf(table, known)),
    views: inOrder([...views(), ...metricViews(), ...files]).flatMap((view) => staleOf(view, known)),
  };
}

/** Of a plan, what a reader cannot do without: it may be of another version than those who make tables. */
export const missingIn = ({ migrations, tables, views }: Plan): Plan => ({
  migrations,
  tables: tables.filter(({ isMissing }) => isMissing),
  views: views.filter(({ isMissing }) => isMissing),
});

export const isEmpty = ({ migrations, tables, views }: Plan): boolean =>
  migrations.length + tables.length + views.length === 0;

/** `2 migrations (008_…, 009_…), 1 view (deal_places)`. */
export function describePlan(plan: Plan): string {
  return (['migrations', 'tables', 'views'] as const)
    .map((kind) => [kind, plan[kind].map(({ name }) => name)] as const)
    .filter(([, names]) => names.length > 0)
    .map(
      ([kind, names]) =>
        `${names.length} ${names.length === 1 ? kind.slice(0, -1) : kind} (${listed(names)})`,
    )
    .join(', ');
}

const MOST_LISTED = 5;
const listed = (names: readonly string[]): string =>
  names.length > MOST_LISTED
    ? `${names.slice(0, MOST_LISTED).join(', ')} and ${names.length - MOST_LISTED} more`
    : names.join(', ');

async function lookUp(clickhouse: ClickHouse): Promise<Known> {
  const { database } = clickhouse;
  // Asked from outside, since the database may not be there.
  const server = clickhouse.elsewhere('system');
  try {
    const [columns, found] = await Promise.all([
      server.rows<KnownColumn & { table: string; name: string }>(
        'SELECT table, name, comment, compression_codec FROM system.columns WHERE database = {database:String}',
        { database },
      ),
      server.rows<{ name: string; comment: string }>(
        'SELECT name, comment FROM system.tables WHERE database = {database:String}',
        { database },
      ),
    ]);
    const byTable = new Map<string, Map<string, KnownColumn>>();
    for (const { table, name, ...column } of columns) {
      const ofTable = byTable.get(table);
      if (ofTable) ofTable.set(name, column);
      else byTable.set(table, new Map([[name, column]]));
    }
    const applied = byTable.has('migrations')
      ? await clickhouse.rows<{ name: string }>('SELECT DISTINCT name FROM migrations')
      : [];
    return {
      migrations: new Set(applied.map(({ name }) => name)),
      columns: byTable,
      comments: new Map(found.map(({ name, comment }) => [name, comment])),
    };
  } finally {
    await server.close();
  }
}

/** One statement for all that a table lacks. */
function missingOf({ name, doc, columns, create }: Table, known: Known): Plan['tables'] {
  const there = known.columns.get(name);
  if (!there) return [{ name, statements: [create], isMissing: true }];
  const changes = columns.flatMap((column) => {
    const known = there.get(column.name);
    if (known === undefined) return [`ADD COLUMN IF NOT EXISTS ${columnSql(column).trim()}`];
    if (column.computedBy && known.comment !== column.doc)
      return [`MODIFY COLUMN ${columnSql(column).trim()}`];
    const codec = column.codec ? `CODEC(${column.codec})` : '';
    return [
      // Of parts that are written from now on; a part as it is stays readable.
      ...(codec !== '' && known.compression_codec !== codec ? [`MODIFY COLUMN ${column.name} ${codec}`] : []),
      ...(known.comment === column.doc ? [] : [wordsOf(column)]),
    ];
  });
  if (known.comments.get(name) !== doc) changes.push(`MODIFY COMMENT ${sqlString(doc)}`);
  return changes.length === 0
    ? []
    : [
        {
          name,
          statements: [altering(name, changes)],
          isMissing: columns.some((column) => !there.has(column.name)),
        },
      ];
}

/** Each view after those that it reads. */
function inOrder(all: readonly View[]): View[] {
  const reads = ({ select }: View, { name }: View) =>
    new RegExp(`\\b(?:FROM|JOIN)\\s+${name}\\b`).test(select);
  const [seen, ordered]: [Set<View>, View[]] = [new Set(), []];
  const place = (view: View): void => {
    if (seen.has(view)) return;
    seen.add(view);
    for (const other of all) if (reads(view, other)) place(other);
    ordered.push(view);
  };
  for (const view of all) place(view);
  return ordered;
}

/** Makes a view whose text is another, and gives its columns the words that they lack: these go with the view's text. */
function staleOf({ name, doc, columns, select }: View, known: Known): Plan['views'] {
  const comment = `${doc} [${fingerprint(select)}]`;
  const isMade = known.comments.get(name) === comment;
  const there = known.columns.get(name);
  const words = columns.filter((column) => !isMade || there?.get(column.name)?.comment !== column.doc);
  const statements = [
    ...(isMade ? [] : [`CREATE OR REPLACE VIEW ${name} AS\n${select}\nCOMMENT ${sqlString(comment)}`]),
    ...(words.length === 0 ? [] : [altering(name, words.map(wordsOf))]),
  ];
  return statements.length === 0 ? [] : [{ name, statements, isMissing: !there }];
}

const wordsOf = ({ name, doc }: View['columns'][number]): string =>
  `COMMENT COLUMN ${name} ${sqlString(doc)}`;

const altering = (table: string, changes: readonly string[]): string =>
  `ALTER TABLE ${table}\n    ${changes.join(',\n    ')}`;

/** Of a text that people may lay out anew. */
export function fingerprint(sql: string): string {
  return createHash('sha256').update(sql.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 12);
}
