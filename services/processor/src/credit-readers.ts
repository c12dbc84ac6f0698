import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { Entity } from '@tallyboard/contracts/events';
import {
  type CreditChange,
  dealsOfLeadsSql,
  everRemovedSql,
  mergedIntoSql,
  touchedByCampaignsSql,
  touchedByTouchesSql,
} from '@tallyboard/facts/credit-changes';

type Id = readonly [tenant: string, id: string];
interface Found {
  entity: 'lead' | 'deal';
  tenant: string;
  id: string;
}

/**
 * The leads, deals and campaigns that count differently because of what campaigns, touches and leads say. Asked after that is
 * stored: of two who write what depends on each other one always sees both.
 */
export async function creditReaders(
  clickhouse: ClickHouse,
  changes: ReadonlyMap<string, CreditChange>,
): Promise<Map<Entity, Id[]>> {
  const keysOf = (of: CreditChange['of']) =>
    [...changes.values()].flatMap((change) => (change.of === of ? [change.key] : []));
  const rows = <Row>(sql: string, count: number) =>
    clickhouse.rows<Row>(`${sql}\n    SETTINGS max_threads = ${count <= FEW ? 1 : 4}`, undefined, undefined, {
      what: `looking up whom ${count} changes of campaigns, touches and leads credit`,
      withinMs: LOOK_UP_MS + 2 * count,
    });
  const found = <Row>(
    sql: (keys: readonly (readonly string[])[]) => string,
    keys: readonly (readonly string[])[],
  ) => (keys.length === 0 ? [] : rows<Row>(sql(keys), keys.length));

  const campaigns: Id[] = [];
  for (
    let last = await found<{ tenant: string; id: string }>(everRemovedSql, keysOf('campaign'));
    last.length > 0;
  ) {
    const known = new Set(campaigns.map((id) => JSON.stringify(id)));
    const news = last
      .map(({ tenant, id }): Id => [tenant, id])
      .filter((id) => !known.has(JSON.stringify(id)));
    campaigns.push(...news);
    last = await found(mergedIntoSql, news);
  }
  const touched = (
    await Promise.all([
      found<Found>(touchedByCampaignsSql, campaigns),
      found<Found>(touchedByTouchesSql, keysOf('touch')),
    ])
  ).flat();
  const idsOf = (entity: Found['entity'], some: readonly Found[]) =>
    some.filter((one) => one.entity === entity).map(({ tenant, id }): Id => [tenant, id]);
  const leads = idsOf('lead', touched);
  const deals = await found<Found>(dealsOfLeadsSql, [...leads, ...keysOf('lead')]);
  return new Map<Entity, Id[]>([
    ['campaign', campaigns],
    ['lead', leads],
    ['deal', [...idsOf('deal', touched), ...idsOf('deal', deals)]],
  ]);
}

/** Up to so many, handing work to other threads costs more than it gains. */
const FEW = 1_000;
const LOOK_UP_MS = 8_000;
