import { answer } from '@tallyboard/answers/answer';
import type { Answering } from '@tallyboard/answers/answering';
import { CELLS_SETTINGS, cellsSql } from '@tallyboard/answers/cells-sql';
import { oneClock } from '@tallyboard/answers/clocks';
import { type MetricRequest, readQuestion } from '@tallyboard/answers/metric-request';
import { Opening } from '@tallyboard/answers/opening';
import { metricByName } from '@tallyboard/metrics/catalogue';
import { readsOf } from '@tallyboard/metrics/formula';
import { type Deployment, TENANT } from './deployment.js';
import { quantile, say, table, tenth, whole } from './report.js';
import { cpuBetween, usage } from './usage.js';

const CALLS = 2_000_000;
const CUSTOMERS = 300_000;
const DAY = 86_400;
/** A Monday; cells begin here. */
const START = Date.UTC(2026, 0, 5) / 1_000;
const FROM = START + 10 * DAY;
const TO = FROM + 10 * DAY;
const ROUNDS = 12;
const RUNS = 15;

/** How long answers take, in ClickHouse and through the API, and what stocks cost with and without what was kept. */
export async function answers(deployment: Deployment): Promise<void> {
  const { clickhouse, apiKey } = deployment;
  say(`Filling ClickHouse with cells of ${whole(CALLS)} calls and ${whole(CUSTOMERS)} customers…`);
  await clickhouse.command(CALL_CELLS);
  await clickhouse.command(CUSTOMER_CELLS);
  const { url } = await deployment.start('query');

  const period = `from=${iso(FROM)}&to=${iso(TO)}`;
  const quantities = ['calls', 'talk_time'].flatMap((name) => readsOf(metricByName(name)!.formula));
  const both = cellsSql(
    'call',
    quantities.filter(({ where }) => Object.keys(where).length === 0),
    { tenant: TENANT, clocks: [oneClock([FROM, TO])], by: ['rep'], filter: {}, parameters: {}, now: TO },
    { withOpening: false },
  )!;
  const asked = async (question: string) => {
    const response = await fetch(`${url}/v1/metrics/${question}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (response.status !== 200) throw new Error(`${question}: ${await response.text()}`);
    await response.arrayBuffer();
  };
  const answering: Answering = {
    database: clickhouse,
    reference: async () => ({ offices: new Map(), reps: new Map(), products: new Map() }),
    now: () => (START + 3 * 365 * DAY) * 1_000,
  };
  const stock = (question: string, opening: () => Opening) => () =>
    answer(answering, TENANT, requestOf(question), undefined, opening());
  const kept = new Opening();
  const keptByRep = new Opening();
  const atEnd = `customers_at_end?from=${iso(START + 3 * 365 * DAY - DAY)}&to=${iso(START + 3 * 365 * DAY)}`;

  await measure('Calls and talk time per rep, ten days', {
    'ClickHouse, grouped by interval too (as it was)': () =>
      clickhouse.rows(GROUPED_BY_INTERVAL, both.params),
    ClickHouse: () => clickhouse.rows(`${both.sql}\nSETTINGS ${CELLS_SETTINGS}`, both.params),
    'ClickHouse, view of one row a group': () => clickhouse.rows(BY_VIEW, both.params),
    'API, talk_time by rep': () => asked(`talk_time?${period}&by=rep`),
    'API, calls by rep': () => asked(`calls?${period}&by=rep`),
  });
  await measure('Customers at the end of a day, three years after the first', {
    'all of history': stock(atEnd, () => new Opening()),
    'with what was kept': stock(atEnd, () => kept),
    'by rep, all of history': stock(`${atEnd}&by=rep`, () => new Opening()),
    'by rep, with what was kept': stock(`${atEnd}&by=rep`, () => keptByRep),
  });
}

/** In turns, so that a busy moment of the machine meets all of them. */
async function measure(title: string, ways: Record<string, () => Promise<unknown>>): Promise<void> {
  const taken = new Map(Object.keys(ways).map((way) => [way, { ms: [] as number[], cpuMs: 0 }]));
  for (const run of Object.values(ways)) await run();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [way, run] of Object.entries(ways)) {
      const spent = taken.get(way)!;
      const before = usage();
      for (let i = 0; i < RUNS; i += 1) {
        const began = performance.now();
        await run();
        spent.ms.push(performance.now() - began);
      }
      for (const [name, ms] of cpuBetween(before, usage())) if (/clickhouse/i.test(name)) spent.cpuMs += ms;
    }
  console.log(`\n${title}, ${ROUNDS * RUNS} times each\n`);
  console.log(
    table(
      ['', 'p50 ms', 'p99 ms', 'CPU ms of ClickHouse'],
      [...taken].map(([way, { ms, cpuMs }]) => {
        const ascending = ms.toSorted((a, b) => a - b);
        return [
          way,
          tenth(quantile(ascending, 0.5)),
          tenth(quantile(ascending, 0.99)),
          tenth(cpuMs / ms.length),
        ];
      }),
    ),
  );
}

function requestOf(question: string): MetricRequest {
  const request = readQuestion(question);
  if (!('metric' in request)) throw new Error(request.message);
  return request;
}

const iso = (epochSeconds: number) => new Date(epochSeconds * 1_000).toISOString();

const SPAN = `tenant = {tenant:String} AND bucket >= toDateTime(${FROM}, 'UTC') AND bucket < toDateTime(${TO}, 'UTC')`;

const GROUPED_BY_INTERVAL = `SELECT i, rep, sum(calls) AS q0, sum(talk_ms) AS q1
FROM (SELECT i, rep, calls, talk_ms FROM (SELECT toInt32(0) AS i, rep, calls, talk_ms FROM call_cells_packed FINAL WHERE ${SPAN}) ARRAY JOIN rep, calls, talk_ms)
GROUP BY i, rep`;

const BY_VIEW = `SELECT rep, sum(calls) AS q0, sum(talk_ms) AS q1 FROM call_cells WHERE ${SPAN} GROUP BY rep`;

/** 30 days; 200 reps × 2 directions × 4 outcomes. */
const CALL_CELLS = `INSERT INTO call_cells_packed
SELECT '${TENANT}', bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(direction), groupArray(outcome), groupArray('phone'), groupArray(calls), groupArray(talk_ms), groupArray(talk_hist), 1
FROM
(
    SELECT bucket, concat('office-', toString(r % 8)) AS office, concat('team-', toString(r % 20)) AS team, concat('rep-', leftPad(toString(r), 4, '0')) AS rep, direction, outcome,
        count() AS calls, sumIf(duration, outcome = 'connected') AS talk_ms,
        sumMapIf(map(duration - duration % greatest(1, intDiv(roundToExp2(duration), 64)), toUInt64(1)), outcome = 'connected') AS talk_hist
    FROM
    (
        SELECT toDateTime(${START} + intDiv(number * ${30 * DAY}, ${CALLS}) - intDiv(number * ${30 * DAY}, ${CALLS}) % 900, 'UTC') AS bucket, cityHash64(number) % 200 AS r,
            ['inbound', 'outbound'][1 + cityHash64(number, 1) % 2] AS direction, ['connected', 'busy', 'voicemail', 'no_answer'][1 + cityHash64(number, 2) % 4] AS outcome,
            toUInt64(cityHash64(number, 3) % 600000) AS duration
        FROM numbers(${CALLS})
    )
    GROUP BY bucket, office, team, rep, direction, outcome
)
GROUP BY bucket`;

/** Three years; one group each, every fourth of them lost a month later. */
const CUSTOMER_CELLS = `INSERT INTO customer_cells_packed
SELECT '${TENANT}', bucket, groupArray(concat('office-', toString(r % 8))), groupArray(concat('team-', toString(r % 20))), groupArray(concat('rep-', toString(r))), groupArray(concat('segment-', toString(n % 5))), groupArray(concat('region-', toString(n % 7))), groupArray(''), groupArray(toUInt64(0)), groupArray(toUInt64(1)), groupArray(toUInt64(0)), groupArray(toUInt64(n % 4 = 0)), groupArray(map(toUInt64(toUnixTimestamp(bucket)) - ${30 * DAY}, toUInt64(1))), 1
FROM (SELECT number AS n, toDateTime(${START} + intDiv(number * ${3 * 365 * DAY}, ${CUSTOMERS}) - intDiv(number * ${3 * 365 * DAY}, ${CUSTOMERS}) % 900, 'UTC') AS bucket, cityHash64(number) % 200 AS r FROM numbers(${CUSTOMERS}))
GROUP BY bucket`;
