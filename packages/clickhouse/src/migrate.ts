import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Failure } from '@tallyboard/runtime/failure';
import type { ClickHouse } from './client.js';

const MIGRATIONS = fileURLToPath(new URL('../../../schemas/clickhouse/', import.meta.url));

/**
 * Creates the database and applies, in order, the migrations that it does not have yet. Each statement can run
 * twice, so that a crash in the middle is mended by the next start.
 */
export async function migrate(clickhouse: ClickHouse): Promise<string[]> {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(clickhouse.database))
    throw new Failure(
      `TALLY_CLICKHOUSE_DATABASE is "${clickhouse.database}": it wants a name of letters, digits and underscores.`,
    );
  const server = clickhouse.elsewhere('default');
  try {
    await server.command(`CREATE DATABASE IF NOT EXISTS ${clickhouse.database}`);
  } finally {
    await server.close();
  }
  await clickhouse.command(
    'CREATE TABLE IF NOT EXISTS migrations (name String) ENGINE = ReplacingMergeTree ORDER BY name',
  );
  const applied = new Set(
    (await clickhouse.rows<{ name: string }>('SELECT DISTINCT name FROM migrations')).map(({ name }) => name),
  );
  const pending = (await readdir(MIGRATIONS))
    .filter((file) => file.endsWith('.sql') && !applied.has(file))
    .sort();
  for (const file of pending) {
    for (const statement of statements(await readFile(`${MIGRATIONS}${file}`, 'utf8')))
      await clickhouse.command(statement);
    await clickhouse.insertRows('migrations', ['name'], [JSON.stringify([file])]);
  }
  return pending;
}

/** Statements end with a semicolon at the end of a line. */
export function statements(sql: string): string[] {
  return sql
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}
