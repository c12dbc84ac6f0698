import { holdsSql } from '../cells/rows-sql.js';
import { LIMITS } from '../limits.js';
import { countedRows } from '../products.js';
import type { Filter } from '../question/filters.js';

/** All open deals of a tenant together, and those of them that are at risk. */
export interface AtRiskRow {
  open: number;
  at_risk: number;
  quiet: number;
  overdue: number;
  slow: number;
  /** What those at risk are worth, of each currency: code, decimal, how many have an amount. */
  worth: [currency: string, amount: string, deals: string][];
  /** Texts in the order of LISTED. */
  deals: string[][];
}

/** What is told of each deal, by name: SQL of a text, empty for nothing. Instants and times are ms. */
export const LISTED = {
  deal_id: 'deal',
  account_id: 'account',
  rep: 'rep',
  office: 'office',
  team: 'team',
  pipeline: 'pipeline',
  stage: 'stage',
  currency: 'currency',
  amount: "ifNull(toString(amount), '')",
  in_stage_since: 'toString(since_ms)',
  last_activity_at: 'toString(active_ms)',
  expected_close: 'expected',
  usual_ms: "ifNull(toString(toUInt64(usual_ms)), '')",
  is_quiet: 'toString(is_quiet)',
  is_overdue: 'toString(is_overdue)',
  is_slow: 'toString(is_slow)',
} as const;

export interface AtRiskAsked {
  filter: Filter;
  /** Epoch ms. */
  now: number;
  /** The date of now, by the calendar that is asked for. */
  today: string;
  /** Without activity for longer than these, a deal is quiet. */
  days: number;
  limit: number;
}

/** How long before now deals were won whose stays tell what is usual. */
const YEAR_DAYS = 365;
/** Fewer stays of won deals in a stage say nothing of what is usual. */
export const LEAST_STAYS = 5;
const DAY_MS = 86_400_000;

/**
 * Which open deals has nobody touched for days, which are past the day on which they were to be closed, and which have been
 * in their stage for longer than three of four stays of deals that were won in the year before? One row, of one tenant,
 * which is bound.
 */
export function dealsAtRiskSql({ filter, now, today, days, limit }: AtRiskAsked): string {
  const at = instant(now);
  const holds = holdsSql(filter);
  return `
SELECT
    toInt32(count()) AS open, toInt32(countIf(reasons > 0)) AS at_risk,
    toInt32(sum(is_quiet)) AS quiet, toInt32(sum(is_overdue)) AS overdue, toInt32(sum(is_slow)) AS slow,
    sumMapIf([currency], [toDecimal128(ifNull(amount, 0), 4)], [1], reasons > 0 AND amount IS NOT NULL) AS sums,
    arrayMap((code, sum, deals) -> [code, toString(sum), toString(deals)], sums.1, sums.2, sums.3) AS worth,
    arrayMap(listed -> listed.4, arraySlice(arraySort(groupArrayIf(
        (-reasons, -ifNull(amount, 0), deal, [${Object.values(LISTED).join(', ')}]), reasons > 0)), 1, ${limit})) AS deals
FROM
(
    SELECT
        open.deal_id AS deal, open.pipeline AS pipeline, open.stage AS stage, open.product AS product, open.category AS category, lead_source, campaign, open.currency AS currency,
        account, owner AS rep, place.1 AS office, place.2 AS team, amount, expected,
        toUnixTimestamp64Milli(since) AS since_ms,
        greatest(since_ms, moved_ms, of_deal.last_ms, of_account.last_ms) AS active_ms,
        if(stays >= ${LEAST_STAYS}, usual.quartile_ms, NULL) AS usual_ms,
        toInt8(active_ms < ${now - days * DAY_MS}) AS is_quiet,
        toInt8(expected != '' AND expected < '${today}') AS is_overdue,
        toInt8(ifNull(${now} - since_ms > usual_ms, false)) AS is_slow,
        is_quiet + is_overdue + is_slow AS reasons
    FROM
    (
        -- The stay of each open deal that goes on.
        ${countedRows(`SELECT deal_id, pipeline, stage, product, lead_source, campaign, currency, place_at AS since
            FROM deal_places WHERE ${isOpen(at)}`)}
    ) AS open
    INNER JOIN (${saidSql(at)}) AS said ON open.deal_id = said.deal_id
    LEFT JOIN (${lastSql('deal', at)}) AS of_deal ON open.deal_id = of_deal.id
    LEFT JOIN (${lastSql('account', at)}) AS of_account ON said.account = of_account.id
    LEFT JOIN
    (
        -- Of whom the first place is still to come, that one.
        SELECT rep_id, if(min(effective_from) > ${at}, argMin((office_id, team), effective_from), argMaxIf((office_id, team), effective_from, effective_from <= ${at})) AS place
        FROM rep_history WHERE tenant = {tenant:String}
        GROUP BY rep_id
    ) AS people ON said.owner = people.rep_id
    LEFT JOIN (${usualSql(instant(now - YEAR_DAYS * DAY_MS), at)}) AS usual ON open.pipeline = usual.pipeline AND open.stage = usual.stage
)${holds.length > 0 ? `\nWHERE ${holds.join(' AND ')}` : ''}
SETTINGS max_execution_time = ${LIMITS.querySeconds}, max_memory_usage = ${MOST_BYTES}`;
}

/** More memory than that is left to others. */
const MOST_BYTES = 2_000_000_000;

/** Of the stay of an open deal that goes on. */
const isOpen = (at: string): string =>
  `tenant = {tenant:String} AND stage_entered = 1 AND notEmpty(stage_since) AND place_at <= ${at}`;

/** The ids of open deals: read once, however often it stands there. */
const openSql = (at: string): string =>
  `SELECT arrayJoin((SELECT groupArray(deal_id) FROM deal_places WHERE ${isOpen(at)}))`;

const instant = (ms: number): string => `fromUnixTimestamp64Milli(toInt64(${ms}), 'UTC')`;

/** What is said of each open deal beside where it counts, and when it was last moved on. */
const saidSql = (at: string): string => `
        SELECT
            deal_id,
            ${survivorOf("ifNull(argMaxIf(tuple(account_id), rank, account_id IS NOT NULL OR has(cleared, 'account_id')).1, '')")} AS account,
            argMaxIf(tuple(amount), rank, deal_events.amount IS NOT NULL OR has(cleared, 'amount')).1 AS amount,
            ifNull(argMaxIf(tuple(expected_close), rank, expected_close IS NOT NULL OR has(cleared, 'expected_close')).1, '') AS expected,
            arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, ifNull(rep_id, '')), rep_id IS NOT NULL OR has(cleared, 'rep_id'))) AS owners,
            arrayLast(assigned -> assigned.1 <= greatest(${at}, owners[1].1), owners).3 AS owner,
            maxIf(toUnixTimestamp64Milli(assumeNotNull(coalesce(changed_at, reopened_at))), coalesce(changed_at, reopened_at) <= ${at}) AS moved_ms
        FROM deal_events WHERE tenant = {tenant:String} AND deal_id IN (${openSql(at)}) GROUP BY deal_id`;

/**
 * When each open deal or its account was last touched: by an activity that names it, or a call with the account. What never
 * named one of them is not looked at, so that memory is that of what is open, and not of all that ever was.
 */
function lastSql(what: 'deal' | 'account', at: string): string {
  const named =
    what === 'deal'
      ? `deal_id IN (${openSql(at)})`
      : `account_id != '' AND ${survivorOf("ifNull(account_id, '')")} IN (SELECT arrayJoin((SELECT groupUniqArray(account) FROM (${saidSql(at)}))))`;
  const touched = [touchesSql('activity', 'performed_at', `${what}_id`, 'activity.logged', at, named)];
  if (what === 'account')
    touched.push(touchesSql('call', 'started_at', 'account_id', 'call.logged', at, named));
  return `
        SELECT ${what === 'account' ? survivorOf('touched') : 'touched'} AS id, max(ms) AS last_ms
        FROM (${touched.join('\n            UNION ALL')}) WHERE touched != '' GROUP BY id`;
}

const touchesSql = (
  entity: string,
  instantOf: string,
  field: string,
  logged: string,
  at: string,
  named: string,
): string => `
            SELECT
                ifNull(argMaxIf(tuple(${field}), rank, ${field} IS NOT NULL OR has(cleared, '${field}')).1, '') AS touched,
                toUnixTimestamp64Milli(${instantOf}) AS ms
            FROM ${entity}_events
            WHERE tenant = {tenant:String} AND ${instantOf} <= ${at} AND (${instantOf}, ${entity}_id) IN
                (SELECT ${instantOf}, ${entity}_id FROM ${entity}_events WHERE tenant = {tenant:String} AND ${instantOf} <= ${at} AND ${named})
            GROUP BY ${instantOf}, ${entity}_id
            HAVING countIf(type = '${logged}') > 0 AND NOT argMaxIf(type = '${entity}.removed', rank, type IN ('${logged}', '${entity}.removed'))`;

/** An account that was merged into another is that one. */
const survivorOf = (account: string): string =>
  `transform(${account}, (SELECT groupArray(account_id) FROM ${MERGES}), (SELECT groupArray(survivor) FROM ${MERGES}), ${account})`;
const MERGES =
  '(SELECT account_id, survivor FROM account_merges WHERE tenant = {tenant:String} ORDER BY account_id)';

/** Of three of four stays in a stage, of deals that were won, how long they were at most; and of how many. */
const usualSql = (from: string, to: string): string => `
        SELECT stay.1 AS pipeline, stay.2 AS stage, quantileExactInclusive(0.75)(stay.3) AS quartile_ms, count() AS stays
        FROM
        (
            SELECT groupArrayIf((pipeline, stage, stage_ms), stage_left = 1) AS stayed
            FROM deal_places WHERE tenant = {tenant:String} GROUP BY deal_id
            HAVING countIf(won = 1 AND place_at >= ${from} AND place_at <= ${to}) > 0
        )
        ARRAY JOIN stayed AS stay
        GROUP BY pipeline, stage`;
