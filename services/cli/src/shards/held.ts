import type { ClickHouse } from '@tallyboard/clickhouse/client';

/** The tables of a database that have rows of tenants. */
async function tenantTables(clickhouse: ClickHouse): Promise<string[]> {
  const rows = await clickhouse.rows<{ table: string }>(`
SELECT tables.name AS table
FROM system.tables AS tables
WHERE tables.database = currentDatabase() AND tables.engine LIKE '%MergeTree'
  AND tables.name IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'tenant')
ORDER BY table`);
  return rows.map(({ table }) => table);
}

/** Every tenant that any table has a row of; what is of all of them has an empty name there. */
export async function tenantsIn(clickhouse: ClickHouse): Promise<string[]> {
  const tables = await tenantTables(clickhouse);
  if (tables.length === 0) return [];
  const each = tables.map(
    (table) => `SELECT DISTINCT toString(tenant) AS tenant FROM ${table} WHERE tenant != ''`,
  );
  const rows = await clickhouse.rows<{ tenant: string }>(
    `SELECT DISTINCT tenant FROM (${each.join(' UNION ALL ')}) ORDER BY tenant`,
  );
  return rows.map(({ tenant }) => tenant);
}
