import { EVER, problemsOf, type Within } from '@tallyboard/answers/quality';
import type { Problem } from '@tallyboard/api/query';
import type { ClickHouse } from '@tallyboard/clickhouse/client';

/** What was taken although it looks wrong, of one tenant or of all; the whole of it or events of a time. */
export async function findProblems(
  clickhouse: ClickHouse,
  { tenant, within = EVER }: { tenant?: string | undefined; within?: Within },
): Promise<({ tenant: string } & Problem)[]> {
  const tenants = tenant === undefined ? await clickhouse.rows<{ tenant: string }>(TENANTS) : [{ tenant }];
  const found: ({ tenant: string } & Problem)[] = [];
  for (const { tenant } of tenants)
    for (const problem of await problemsOf(clickhouse, tenant, within)) found.push({ tenant, ...problem });
  return found;
}

const TENANTS = 'SELECT DISTINCT tenant FROM event_identities ORDER BY tenant';
