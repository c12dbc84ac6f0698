import { beforeAll, describe, expect, it } from 'vitest';
import { ask, eventually, post, useClickHouse } from './test-clickhouse.js';

const clickhouse = useClickHouse();

/** As whoever needs no password. */
async function read(sql: string, parameters: Record<string, string> = {}): Promise<string> {
  const text = await (await post(clickhouse.server.url, sql, parameters, { headers: {} })).text();
  return text.trimEnd();
}

beforeAll(async () => {
  for (const sql of [
    'CREATE DATABASE tally',
    'CREATE TABLE tally.deals (id UInt8, won UInt8, INDEX by_won won TYPE minmax) ENGINE = MergeTree ORDER BY id',
    'INSERT INTO tally.deals VALUES (1, 1)',
    'CREATE VIEW tally.won_deals AS SELECT id FROM tally.deals WHERE won = 1',
    'CREATE DATABASE vault',
    `CREATE TABLE vault.payroll (pay_in_vault UInt32, k UInt8, INDEX vault_index k TYPE minmax, CONSTRAINT vaulted_check CHECK k < 9,
      PROJECTION vault_sums (SELECT k, sum(pay_in_vault) GROUP BY k)) ENGINE = MergeTree ORDER BY k`,
    'INSERT INTO vault.payroll VALUES (1234, 2)',
    'ALTER TABLE vault.payroll UPDATE pay_in_vault = 1235 WHERE 1 SETTINGS mutations_sync = 1',
    'CREATE TABLE vault.joined (k UInt8, pay_in_vault UInt32) ENGINE = Join(ANY, LEFT, k)',
    'SYSTEM FLUSH LOGS',
  ])
    await ask(clickhouse.server.url, sql);
});

describe('a reader without a password', () => {
  // As DBeaver, DataGrip, Grafana, Metabase, Superset, dbt, the JDBC driver and clickhouse-connect ask, each in its own words.
  it.each([
    'SELECT version(), timezone(), currentUser(), currentDatabase(), hostName()',
    'SELECT name, engine, comment FROM system.databases ORDER BY name',
    'SELECT database, name, engine, create_table_query, total_rows, total_bytes, comment FROM system.tables',
    'SELECT table, name, type, position, default_kind, is_in_primary_key FROM system.columns ORDER BY table, position',
    'SELECT table, sum(rows), sum(bytes_on_disk), max(modification_time) FROM system.parts WHERE active GROUP BY table',
    'SELECT table, column, sum(column_data_compressed_bytes) FROM system.parts_columns GROUP BY table, column',
    'SELECT table, name, type_full, expr, granularity FROM system.data_skipping_indices',
    'SELECT name, value, changed, readonly, min, max FROM system.settings',
    'SELECT name, value FROM system.merge_tree_settings',
    'SELECT name, is_aggregate, case_insensitive, alias_to, create_query FROM system.functions',
    'SELECT name, is_input, is_output FROM system.formats',
    'SELECT name, alias_to FROM system.data_type_families',
    'SELECT name FROM system.table_engines UNION ALL SELECT name FROM system.table_functions',
    'SELECT database, name, status, origin FROM system.dictionaries',
    'SELECT cluster, host_name FROM system.clusters',
    'SELECT macro, substitution FROM system.macros',
    'SELECT database, table, mutation_id, is_done FROM system.mutations',
    'SELECT database, table, name FROM system.projections',
    'SELECT word FROM system.completions',
    'SELECT keyword FROM system.keywords',
    'SELECT time_zone FROM system.time_zones',
    'SELECT table_schema, table_name, table_type FROM information_schema.tables',
    'SELECT table_name, column_name, data_type FROM INFORMATION_SCHEMA.COLUMNS',
    'SHOW DATABASES',
    'SHOW FULL TABLES FROM tally',
    'SHOW COLUMNS FROM tally.deals',
    'SHOW INDEX FROM tally.deals',
    'SHOW CREATE TABLE tally.won_deals',
    'SHOW DICTIONARIES',
    'SHOW CLUSTERS',
    'SHOW FUNCTIONS',
    'SHOW GRANTS',
    'SHOW PROCESSLIST',
    "SHOW SETTINGS LIKE 'max_threads'",
    'DESCRIBE TABLE tally.deals',
    'EXISTS TABLE tally.deals',
    'EXPLAIN SELECT * FROM tally.deals',
    'EXPLAIN ESTIMATE SELECT * FROM tally.deals WHERE id = 1',
  ])('is answered %s, and learns nothing of what it may not read', async (sql) => {
    const answer = await read(`${sql} FORMAT TSV`);
    expect(answer.slice(0, 500)).not.toMatch(/^Code: /);
    expect(answer.match(/\w*vault\w*/g)).toBeNull();
  });

  it('sees the tables of its database, and their columns and sizes', async () => {
    const where = "WHERE database NOT ILIKE 'information_schema' AND database != 'system'";
    expect(await read(`SELECT database, name FROM system.tables ${where} ORDER BY name`)).toBe(
      'tally\tdeals\ntally\twon_deals',
    );
    expect(
      await read(`SELECT table, name FROM system.columns ${where} AND table = 'deals' ORDER BY name`),
    ).toBe('deals\tid\ndeals\twon');
    expect(await read(`SELECT table, sum(rows) FROM system.parts ${where} GROUP BY table`)).toBe('deals\t1');
  });

  it.each([
    'SELECT * FROM vault.payroll',
    "SELECT * FROM merge('vault', '.*')",
    "SELECT * FROM mergeTreeIndex('vault', 'payroll')",
    "SELECT * FROM mergeTreeProjection('vault', 'payroll', 'vault_sums')",
    'SELECT * FROM view(SELECT * FROM vault.payroll)',
    'SELECT * FROM loop(vault.payroll)',
    "SELECT joinGet('vault.joined', 'pay_in_vault', toUInt8(2))",
    "SELECT hasColumnInTable('vault', 'payroll', 'pay_in_vault')",
    'EXPLAIN ESTIMATE SELECT * FROM vault.payroll',
    'SHOW CREATE TABLE vault.payroll',
    'DESCRIBE vault.payroll',
    'EXISTS vault.payroll',
    'SELECT query FROM system.query_log',
    'SELECT * FROM system.session_log',
    'SELECT * FROM system.users',
    'SELECT * FROM system.grants',
    'SELECT * FROM system.errors',
    'SELECT * FROM system.query_cache',
    'SELECT * FROM system.asynchronous_inserts',
    'SELECT * FROM system.server_settings',
    'SHOW USERS',
    'SHOW CREATE USER tally',
    'SHOW GRANTS FOR tally',
    'INSERT INTO tally.deals VALUES (2, 0)',
    'CREATE TABLE tally.mine (id UInt8) ENGINE = Memory',
    'CREATE TEMPORARY TABLE mine (id UInt8)',
    'SYSTEM FLUSH LOGS',
    'SELECT 1 SETTINGS max_memory_usage = 0',
    "SELECT 1 SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:1'",
  ])('is refused %s', async (sql) => {
    expect(await read(sql)).toMatch(
      /\((ACCESS_DENIED|READONLY|SETTING_CONSTRAINT_VIOLATION|CANNOT_EXTRACT_TABLE_STRUCTURE)\)/,
    );
  });

  it('sees its own queries and can end them, and neither those of anyone else', async () => {
    const { url } = clickhouse.server;
    const endless = 'SELECT count(), 1234 AS pay_in_vault FROM system.numbers_mt WHERE NOT ignore(number)';
    const theirs = post(url, endless, { query_id: 'theirs' });
    const mine = post(
      url,
      'SELECT sum(sleepEachRow(0.1)) FROM numbers(3000) SETTINGS max_block_size = 1',
      { query_id: 'mine' },
      { headers: {} },
    );
    const running = () =>
      ask(url, "SELECT query_id FROM system.processes WHERE query_id IN ('mine', 'theirs') ORDER BY 1");
    await eventually(async () => (await running()) === 'mine\ntheirs');
    const seen = 'SELECT user, query FROM system.processes';
    expect(await read(seen)).toContain('default\tSELECT sum(sleepEachRow(0.1))');
    expect(await read(seen)).not.toContain('pay_in_vault');
    expect(await read('SHOW PROCESSLIST')).not.toContain('pay_in_vault');
    expect(await read("KILL QUERY WHERE query_id = 'theirs' SYNC")).toBe('');
    await read("KILL QUERY WHERE query_id = 'mine' SYNC");
    expect(await (await mine).text()).toContain('QUERY_WAS_CANCELLED');
    expect(await running()).toBe('theirs');
    await ask(url, "KILL QUERY WHERE query_id = 'theirs' SYNC");
    await (await theirs).text();
  });
});
