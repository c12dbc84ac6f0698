import { createHash } from 'node:crypto';
import { sqlString } from '@tallyboard/facts/sql-text';
import { columnSql, type Table, tables, views } from '@tallyboard/facts/tables';
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
  statement: string;
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
  /** view → its comment, which ends with the fingerprint of its text. */
  views: ReadonlyMap<string, string>;
}

/** Compares a database with what this version needs; a database or tables that are not there have nothing yet. */
export async function planFor(clickhouse: ClickHouse): Promise<Plan> {
  const [known, migrations, files] = await Promise.all([lookUp(clickhouse), readMigrations(), readViews()]);
  return {
    migrations: migrations.filter(({ name }) => !known.migrations.has(name)),
    tables: tables().flatMap((table) => missingOf(table, known)),
    views: [...views(), ...files]
      .map(({ name, doc, select }) => ({ name, comment: `${doc} [${fingerprint(select)}]`, select }))
      .filter(({ name, comment }) => known.views.get(name) !== comment)
      .map(({ name, comment, select }) => ({
        name,
        statement: `CREATE OR REPLACE VIEW ${name} AS\n${select}\nCOMMENT ${sqlString(comment)}`,
        isMissing: !known.views.has(name),
      })),
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
      server.rows<{ name: string; engine: string; comment: string }>(
        'SELECT name, engine, comment FROM system.tables WHERE database = {database:String}',
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
      views: new Map(
        found.filter(({ engine }) => engine === 'View').map(({ name, comment }) => [name, comment]),
      ),
    };
  } finally {
    await server.close();
  }
}

/** One statement for all that a table lacks. */
function missingOf({ name, columns, create }: Table, known: Known): Plan['tables'] {
  const there = known.columns.get(name);
  if (!there) return [{ name, statement: create, isMissing: true }];
  const changes = columns.flatMap((column) => {
    const known = there.get(column.name);
    if (known === undefined) return [`ADD COLUMN IF NOT EXISTS ${columnSql(column).trim()}`];
    if (column.computedBy && known.comment !== column.doc)
      return [`MODIFY COLUMN ${columnSql(column).trim()}`];
    const codec = column.codec ? `CODEC(${column.codec})` : '';
    return [
      // Of parts that are written from now on; a part as it is stays readable.
      ...(codec !== '' && known.compression_codec !== codec ? [`MODIFY COLUMN ${column.name} ${codec}`] : []),
      ...(known.comment === column.doc ? [] : [`COMMENT COLUMN ${column.name} ${sqlString(column.doc)}`]),
    ];
  });
  return changes.length === 0
    ? []
    : [
        {
          name,
          statement: `ALTER TABLE ${name}\n    ${changes.join(',\n    ')}`,
          isMissing: columns.some((column) => !there.has(column.name)),
        },
      ];
}

/** Of a text that people may lay out anew. */
export function fingerprint(sql: string): string {
  return createHash('sha256').update(sql.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 12);
}
