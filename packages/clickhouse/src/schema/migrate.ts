import { Failure } from '@tallyboard/runtime/failure';
import { retry } from '@tallyboard/runtime/retry';
import type { ClickHouse } from '../client.js';
import { type Engines, withEngines } from './engines.js';
import { describePlan, isEmpty, missingIn, type Plan, planFor } from './plan.js';

export { planFor } from './plan.js';

/**
 * Brings a database to what this version needs: makes it, applies the migrations that it lacks in order, makes tables and
 * columns that follow from contracts and facts, and views whose text has changed. Each statement can run twice, so that
 * a crash in the middle is mended by the next run. Who comes while another is at it waits, and finds it done.
 */
export async function migrate(clickhouse: ClickHouse, engines: Engines = 'single'): Promise<Plan> {
  requireName(clickhouse.database);
  const wanted = await planFor(clickhouse);
  if (isEmpty(wanted)) {
    await requireReplicated(clickhouse);
    return wanted;
  }
  const server = clickhouse.elsewhere('default');
  try {
    return await server.alone(`tally-migrate-${clickhouse.database}`, async () => {
      await server.command(`CREATE DATABASE IF NOT EXISTS ${clickhouse.database}`);
      return apply(clickhouse, engines);
    });
  } finally {
    await server.close();
  }
}

async function apply(clickhouse: ClickHouse, engines: Engines): Promise<Plan> {
  const wanted = await planFor(clickhouse);
  if (isEmpty(wanted)) return wanted;
  const run = (statement: string) => clickhouse.command(withEngines(statement, engines));
  await run(
    "CREATE TABLE IF NOT EXISTS migrations (name String COMMENT 'file in schemas/migrations') ENGINE = ReplacingMergeTree ORDER BY name COMMENT 'Migrations that were applied.'",
  );
  await requireReplicated(clickhouse);
  for (const { name, statements } of wanted.migrations) {
    for (const statement of statements) await run(statement);
    await clickhouse.insertRows('migrations', ['name'], [JSON.stringify([name])]);
  }
  // What migrations have made need not be made again.
  const left = wanted.migrations.length > 0 ? await planFor(clickhouse) : wanted;
  for (const { statements } of [...left.tables, ...left.views])
    for (const statement of statements) await run(statement);
  return { ...wanted, views: left.views, tables: left.tables };
}

/** Throws a Failure that names what is missing in the database. For whoever reads and may not change tables. */
export async function requireSchema(clickhouse: ClickHouse): Promise<void> {
  const lacking = missingIn(await planFor(clickhouse));
  if (!isEmpty(lacking))
    throw new Failure(
      `The database ${clickhouse.database} at ${clickhouse.url} lacks ${describePlan(lacking)}: run tally migrate, or start a processor that may change tables.`,
    );
  await requireReplicated(clickhouse);
}

/** Throws a Failure where several addresses are given, and tables that each of them has of its own. */
async function requireReplicated(clickhouse: ClickHouse): Promise<void> {
  if (!clickhouse.hasReplicas) return;
  const tables = await clickhouse.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND NOT match(engine, '^(Replicated|Shared)') ORDER BY name LIMIT 4",
  );
  if (tables.length === 0) return;
  const names = tables.slice(0, 3).map(({ name }) => name);
  throw new Failure(
    `TALLY_CLICKHOUSE_URL has several addresses (${clickhouse.url}), but tables of ${clickhouse.database} are not replicated (${names.join(', ')}${tables.length > 3 ? ', …' : ''}): what is stored at one of them the others would not have. Make them anew with TALLY_CLICKHOUSE_ENGINES=replicated, or give one address.`,
  );
}

/** Looks whether the schema is there until it is, or until what is returned is called; resolves after the first look. */
export async function untilSchema(
  database: ClickHouse,
  onState: (ok: boolean, detail?: string) => void,
): Promise<() => void> {
  const stopping = new AbortController();
  let looked: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    looked = resolve;
  });
  void retry(() => requireSchema(database), {
    minMs: 1_000,
    maxMs: 5_000,
    signal: stopping.signal,
    onRetry(error) {
      onState(false, (error as Error).message);
      looked();
    },
  }).then(
    () => {
      onState(true);
      looked();
    },
    () => {},
  );
  await first;
  return () => stopping.abort(new Error('the service stops'));
}

function requireName(database: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database))
    throw new Failure(
      `TALLY_CLICKHOUSE_DATABASE is "${database}": it wants a name of letters, digits and underscores.`,
    );
}
