import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { StoredStep } from './storing.js';

const COLUMNS = [
  'tenant',
  'rule',
  'alert',
  'id',
  'title',
  'severity',
  'metric',
  'dimensions',
  'state',
  'at',
  'since',
  'value',
  'n',
  'against',
  'chance',
  'learnt_late',
  'corrects',
  'is_history',
  'words',
  'recorded_at',
];

/** Stores each step where its tenant is; rejects when that could not be done of all. */
export async function storeByShard(
  steps: readonly StoredStep[],
  shardOf: (tenant: string) => { clickhouse: ClickHouse },
): Promise<void> {
  const byShard = new Map<ClickHouse, StoredStep[]>();
  for (const each of steps) {
    const { clickhouse } = shardOf(each.step.tenant);
    byShard.set(clickhouse, [...(byShard.get(clickhouse) ?? []), each]);
  }
  await Promise.all([...byShard].map(([clickhouse, own]) => storeSteps(clickhouse, own)));
}

/** Stores steps for people who ask in SQL; again changes nothing. `recordedAt`: Kafka's timestamp, epoch ms. */
const storeSteps = (clickhouse: ClickHouse, steps: readonly StoredStep[]): Promise<void> =>
  clickhouse.insertRows(
    'alert_transitions',
    COLUMNS,
    steps.map(({ step, recordedAt }) =>
      JSON.stringify([
        step.tenant,
        step.rule,
        step.alert,
        step.id,
        step.title,
        step.severity,
        step.metric,
        step.group,
        step.state,
        step.at,
        step.since,
        step.judgement.value,
        step.judgement.n,
        step.judgement.against?.value ?? null,
        step.judgement.chance,
        step.learnt_late,
        step.corrects ?? '',
        step.is_history,
        step.words,
        recordedAt,
      ]),
    ),
  );
