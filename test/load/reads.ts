import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { cellColumns, packedCells } from '@tallyboard/facts/cell-table';
import { FACTS, type Fact } from '@tallyboard/facts/facts';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { hasOneInterval } from '@tallyboard/metrics/formula';
import { type Deployment, TENANT } from './deployment.js';
import { quantile, say, table, tenth, whole } from './report.js';

const DAY = 86_400;
/** A Wednesday and the first of a year, when cells begin. */
const START = Date.UTC(2025, 0, 1) / 1_000;
const REPS = 200;
const OFFICES = 8;
/** Of each ten thousand events, how many are of each fact; all others as many as `OTHERS`. */
const SHARES: Readonly<Record<string, number>> = {
  call: 5_000,
  activity: 1_800,
  ticket: 1_000,
  deal: 500,
  lead: 500,
};
const OTHERS = 200;
/** How often each question is asked after it was once. */
const TIMES = 8;
const SLOWEST = 12;

/**
 * How long every metric takes over a year of so many events, once they are warm: a quarter by rep, the year by month; and
 * the questions of a wallboard one after the other and at once. Cells are filled in as they would be of events in working
 * hours, 200 reps and six values of each dimension.
 */
export async function reads(deployment: Deployment, events: number): Promise<void> {
  const { clickhouse } = deployment;
  for (const fact of FACTS) {
    const own = Math.round((events * (SHARES[fact.name] ?? OTHERS)) / 10_000);
    const { groups } = await fill(clickhouse, fact, own);
    say(`${fact.name}: ${whole(own)} events in ${whole(groups)} groups of cells`);
  }
  const { url } = await deployment.start('query');
  const ask = async (question: string): Promise<number> => {
    const began = performance.now();
    const response = await fetch(`${url}/v1/metrics/${question}`, {
      headers: { authorization: `Bearer ${deployment.apiKey}` },
    });
    if (response.status !== 200) throw new Error(`${question}: ${await response.text()}`);
    await response.arrayBuffer();
    return performance.now() - began;
  };
  const quarter = 'from=2025-07-01&to=2025-10-01';
  await measure(
    'A quarter by rep',
    METRICS.map(({ name }) => `${name}?${quarter}&by=rep`),
    ask,
  );
  await measure(
    'A year by month',
    METRICS.filter(({ formula }) => !hasOneInterval(formula)).map(
      ({ name }) => `${name}?from=2025-01-01&to=2026-01-01&interval=month`,
    ),
    ask,
  );
  const day = 'from=2025-09-17&to=2025-09-18';
  const board = [
    'deals_won',
    'revenue_won',
    'close_rate',
    'calls',
    'connect_rate',
    'first_response_time_p50',
    'tickets_waiting',
    'csat',
  ].flatMap((name) => [`${name}?${day}&interval=hour`, `${name}?${day}&by=rep`]);
  const times: number[] = [];
  for (let time = 0; time <= TIMES; time += 1) {
    const began = performance.now();
    await Promise.all(board.map(ask));
    if (time > 0) times.push(performance.now() - began);
  }
  const ascending = times.toSorted((a, b) => a - b);
  console.log(
    `\nA board of ${board.length} questions, all at once: p50 ${tenth(quantile(ascending, 0.5))} ms, at most ${tenth(ascending.at(-1)!)} ms\n`,
  );
}

async function measure(
  title: string,
  questions: readonly string[],
  ask: (question: string) => Promise<number>,
): Promise<void> {
  const all: number[] = [];
  const each: { question: string; p50: number; most: number }[] = [];
  for (const question of questions) {
    await ask(question);
    const ms: number[] = [];
    for (let time = 0; time < TIMES; time += 1) ms.push(await ask(question));
    ms.sort((a, b) => a - b);
    all.push(...ms);
    each.push({ question, p50: quantile(ms, 0.5), most: ms.at(-1)! });
  }
  all.sort((a, b) => a - b);
  const slowest = each.toSorted((a, b) => b.p50 - a.p50).slice(0, SLOWEST);
  console.log(
    `\n${title}: ${questions.length} metrics, ${TIMES} times each: p50 ${tenth(quantile(all, 0.5))} ms, p99 ${tenth(quantile(all, 0.99))} ms. The slowest:\n`,
  );
  console.log(
    table(
      ['', 'p50 ms', 'at most ms'],
      slowest.map(({ question, p50, most }) => [question.split('?')[0]!, tenth(p50), tenth(most)]),
    ),
  );
}

/** Cells of a fact, made from its definition: each event counts in some of its measures. */
async function fill(clickhouse: ClickHouse, fact: Fact, events: number): Promise<{ groups: number }> {
  const columns = cellColumns(fact).map(({ name }) => name);
  const dimensions = fact.dimensions.map((name, n) => `${dimensionSql(name, n)} AS ${name}`);
  const measures = fact.measures.map(
    ({ name, type }, n) => `${SUMS[type](`cityHash64(number, 'm${n}')`)} AS ${name}`,
  );
  await clickhouse.command(`INSERT INTO ${packedCells(fact.name)} (tenant, bucket, ${columns.join(', ')}, revision)
SELECT '${TENANT}', bucket, ${columns.map((name) => `groupArray(${name})`).join(', ')}, 1
FROM
(
    SELECT bucket, ${fact.dimensions.join(', ')}, ${measures.join(', ')}
    FROM
    (
        SELECT number, ${WORKING_BUCKET} AS bucket, cityHash64(number, 'rep') % ${REPS} AS r, ${dimensions.join(', ')}
        FROM numbers(${events})
    )
    GROUP BY bucket, ${fact.dimensions.join(', ')}
)
GROUP BY bucket
SETTINGS max_bytes_before_external_group_by = 2000000000`);
  const [row] = await clickhouse.rows<{ groups: number }>(
    `SELECT sum(length(rep)) AS groups FROM ${packedCells(fact.name)} WHERE tenant = '${TENANT}'`,
  );
  return { groups: row?.groups ?? 0 };
}

function dimensionSql(name: string, n: number): string {
  if (name === 'office') return `concat('office-', toString(r % ${OFFICES}))`;
  if (name === 'team') return `concat('team-', toString(r % 20))`;
  if (name === 'rep') return `concat('rep-', leftPad(toString(r), 4, '0'))`;
  if (name === 'currency') return "'EUR'";
  return `concat('${name}-', toString(cityHash64(number, 'd${n}') % 6))`;
}

/** Ten hours of five days a week. */
const WORKING_BUCKET = `toDateTime(${START} + (cityHash64(number, 'week') % 52) * ${7 * DAY} + (cityHash64(number, 'day') % 5) * ${DAY} + ${8 * 3_600} + (cityHash64(number, 'quarter') % 40) * 900, 'UTC')`;

/** What the events of a group add up to. */
const SUMS: Record<Fact['measures'][number]['type'], (hash: string) => string> = {
  count: (hash) => `toUInt64(countIf(${hash} % 3 = 0))`,
  sum_ms: (hash) => `sum(toUInt64(${hash} % 600000))`,
  sum: (hash) => `sum(toInt64(${hash} % 5))`,
  decimal: (hash) => `sum(toDecimal128(${hash} % 10000, 4))`,
  map: (hash) => `sumMap(map(toUInt64(${START} + ${hash} % 40 * 65536), toUInt64(1)))`,
  decimal_map: (hash) =>
    `sumMap(map(concat('A-', toString(${hash} % 20000)), toDecimal128(${hash} % 100, 4)))`,
};
