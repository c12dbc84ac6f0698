import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { TENANT } from './deployment.js';

const QUARTER = 900;
const DAY = 86_400;
const REPS = 100;
const CUSTOMERS = 3_000;
const CUSTOMER_DAYS = 740;
/** They stay for fifty months on average: 2 % leave in a month. */
const STAY_S = 50 * 30 * DAY;

export const OFFICES = 6;

/** Cells of a company of 100 reps in six offices: so many weeks of calls and tickets and two years of customers, up to `to` (epoch seconds). */
export async function fillHistory(clickhouse: ClickHouse, to: number, weeks: number): Promise<void> {
  await clickhouse.command(callCells(to, weeks));
  await clickhouse.command(ticketCells(to, weeks));
  await clickhouse.command(customerCells(to));
}

/** Who counts, by a number: `rep`, `office` and `team`. */
const PEOPLE = (n: string) => `concat('rep-', leftPad(toString(${n} % ${REPS}), 3, '0')) AS rep,
  concat('office-', toString(${n} % ${OFFICES})) AS office, concat('team-', toString(${n} % 12)) AS team`;

/** Each quarter of an hour before `to`, for each rep. */
const quarters = (
  to: number,
  weeks: number,
) => `(SELECT number, toUInt32(${to} - (intDiv(number, ${REPS}) + 1) * ${QUARTER}) AS quarter,
  toDayOfWeek(toDateTime(quarter, 'UTC')) <= 5 AND toHour(toDateTime(quarter, 'UTC')) BETWEEN 8 AND 17 AS busy
  FROM numbers(${REPS * weeks * 672}))`;

/** A number from 0 to 1 that depends on nothing but the case and what it is for. */
const unit = (of: string, purpose: number) => `(cityHash64(${of}, ${purpose}) % 1000003 + 0.5) / 1000003`;

const callCells = (to: number, weeks: number) => `INSERT INTO call_cells_packed
  (tenant, bucket, office, team, rep, direction, outcome, channel, calls, talk_ms, talk_hist, revision)
SELECT '${TENANT}', toDateTime(quarter, 'UTC'), groupArray(office), groupArray(team), groupArray(rep), groupArray('inbound'), groupArray('connected'), groupArray('phone'),
  groupArray(toUInt64(calls)), groupArray(calls * talk), groupArray(map(talk - talk % greatest(1, intDiv(roundToExp2(talk), 64)), toUInt64(calls))), 1
FROM (SELECT quarter, ${PEOPLE('number')}, 1 + (${unit('number', 1)} > 0.7) AS calls, toUInt64(60000 + cityHash64(number, 2) % 540000) AS talk
  FROM ${quarters(to, weeks)} WHERE ${unit('number', 3)} < if(busy, 0.8, 0.03))
GROUP BY quarter`;

/** Opened where they began, with the response when there is one; no longer waiting where that came. */
const ticketCells = (to: number, weeks: number) => `INSERT INTO ticket_cells_packed
  (tenant, bucket, office, team, rep, channel, priority, opened, responded, response_ms, response_hist, response_s, unanswered, waiting_since, waiting_ended, resolved, resolution_ms, resolution_hist, one_touch, reopened, revision)
WITH tickets AS (SELECT quarter, ${PEOPLE('number')}, toUInt64(900000 * exp(0.9 * sqrt(-2 * log(${unit('number', 5)})) * cos(2 * pi() * ${unit('number', 6)}))) AS wait
  FROM ${quarters(to, weeks)} WHERE ${unit('number', 4)} < if(busy, 0.3, 0.01))
SELECT '${TENANT}', toDateTime(at, 'UTC'), groupArray(office), groupArray(team), groupArray(rep), groupArray('mail'), groupArray('normal'),
  groupArray(toUInt64(opened)), groupArray(toUInt64(responded)), groupArray(toUInt64(responded * wait)),
  groupArray(if(responded = 1, map(wait - wait % greatest(1, intDiv(roundToExp2(wait), 64)), toUInt64(1)), map())),
  groupArray(if(responded = 1, map(intDiv(wait, 1000), toUInt64(1)), map())), groupArray(if(opened = 1 AND responded = 0, map(toUInt64(at), toUInt64(1)), map())),
  groupArray(map()), groupArray(toUInt64(ended)), groupArray(0), groupArray(0), groupArray(map()), groupArray(0), groupArray(0), 1
FROM
(
    SELECT quarter AS at, rep, office, team, wait, 1 AS opened, quarter + intDiv(wait, 1000) < ${to} AS responded, 0 AS ended FROM tickets
    UNION ALL
    SELECT toUInt32(quarter + intDiv(wait, 900000) * ${QUARTER}) AS at, rep, office, team, wait, 0 AS opened, 0 AS responded, 1 AS ended FROM tickets WHERE at < ${to}
)
GROUP BY at`;

/** Some are there from the beginning, and as many come as go. */
const customerCells = (to: number) => `INSERT INTO customer_cells_packed
  (tenant, bucket, office, team, rep, segment, region, reason, created, gained, won_back, lost, lost_by_start, revision)
WITH spells AS (SELECT number, ${PEOPLE('number')}, toUInt32(${to - CUSTOMER_DAYS * DAY} + if(number < ${CUSTOMERS}, 0, toUInt32(${unit('number', 7)} * ${(CUSTOMER_DAYS * DAY) / QUARTER})) * ${QUARTER}) AS since,
    since + toUInt32(-log(${unit('number', 8)}) * ${STAY_S / QUARTER}) * ${QUARTER} AS until
  FROM numbers(${Math.round(CUSTOMERS * (1 + (CUSTOMER_DAYS * DAY) / STAY_S))}))
SELECT '${TENANT}', toDateTime(at, 'UTC'), groupArray(office), groupArray(team), groupArray(rep), groupArray('smb'), groupArray(concat('region-', toString(number % 7))), groupArray(''),
  groupArray(0), groupArray(toUInt64(gained)), groupArray(0), groupArray(toUInt64(1 - gained)), groupArray(if(gained = 1, map(), map(toUInt64(since), toUInt64(1)))), 1
FROM
(
    SELECT number, rep, office, team, since, since AS at, 1 AS gained FROM spells
    UNION ALL
    SELECT number, rep, office, team, since, toUInt32(until) AS at, 0 AS gained FROM spells WHERE until < ${to}
)
GROUP BY at`;
