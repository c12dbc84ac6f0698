import type * as DealsApi from '@tallyboard/api/deals';
import { localDate } from '@tallyboard/calendar/periods';
import type { Answering } from '../answering.js';
import { LIMITS } from '../limits.js';
import { plain } from '../plain.js';
import type { Filter } from '../question/filters.js';
import { readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { labelsOf } from '../reference.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';
import { type AtRiskRow, dealsAtRiskSql, LEAST_STAYS, LISTED } from './deals-at-risk-sql.js';

/** What the API tells of deals at risk, but for how recent it is. */
export type DealsAtRisk = Omit<DealsApi.DealsAtRisk, 'freshness' | 'deals'> & {
  deals: DealsApi.DealAtRisk[];
};

/** What may be said of which deals are at risk. */
export const AT_RISK_PARAMETERS = ['days', 'tz', 'filter', 'limit'] as const;

export interface AtRiskRequest {
  days: number;
  /** Whose calendar says what day it is. */
  tz: string;
  filter: Filter;
  /** So many are listed. */
  limit: number;
}

const DEFINITION = `Open deals that nobody touched for more than so many days, that are past the day on which they were expected to be closed, or that have been in their stage for longer than three of four stays there of deals won in the year before.`;

/** Where nobody says otherwise, and the most that may be said. */
export const AT_RISK_USUAL = { days: 14, limit: 50, mostDays: 3_650 } as const;

/** Reads a query string: days, tz, limit, and a filter as pipeline_open takes it. */
export function readAtRisk(search: URLSearchParams): AtRiskRequest | Refusal {
  const open = new URLSearchParams({ period: 'today' });
  const given: Record<string, string> = {};
  for (const [name, value] of search) {
    if (!AT_RISK_PARAMETERS.some((known) => known === name))
      return unknownWord('parameter', name, 'a parameter of deals at risk', AT_RISK_PARAMETERS);
    if (name === 'filter' || name === 'tz') open.append(name, value);
    else if (given[name] === undefined) given[name] = value;
    else return badParameter(name, `${name} is given twice`);
  }
  const asked = readMetricRequest('pipeline_open', open.toString());
  if (asked instanceof Refusal) return asked;
  if (asked.period.tz === OFFICE_DAYS)
    return badParameter('tz', 'the day is that of one zone, for example Europe/Berlin');
  const days = wholeOf('days', given.days, AT_RISK_USUAL.days, AT_RISK_USUAL.mostDays);
  if (days instanceof Refusal) return days;
  const limit = wholeOf('limit', given.limit, AT_RISK_USUAL.limit, LIMITS.listed);
  if (limit instanceof Refusal) return limit;
  return { days, limit, tz: asked.period.tz, filter: asked.filter };
}

function wholeOf(name: string, text: string | undefined, usual: number, most: number): number | Refusal {
  if (text === undefined) return usual;
  return /^\d{1,6}$/.test(text) && Number(text) <= most
    ? Number(text)
    : badParameter(name, `${name} is a whole number up to ${most}, not ${JSON.stringify(shorten(text))}`);
}

/** The open deals of a tenant that are at risk as of now, each with its reasons: those with most of them first, then by amount. */
export async function dealsAtRisk(
  { database, reference, now }: Answering,
  tenant: string,
  { days, tz, filter, limit }: AtRiskRequest,
  signal?: AbortSignal,
): Promise<DealsAtRisk> {
  const nowMs = now();
  const today = localDate(nowMs / 1_000, tz);
  const sql = dealsAtRiskSql({ filter, now: nowMs, today, days, limit });
  const [[row], names] = await Promise.all([
    database.rows<AtRiskRow>(sql, { tenant }, signal),
    reference(tenant),
  ]);
  const { open, at_risk, quiet, overdue, slow, worth, deals } = row ?? NOTHING;
  return {
    tenant,
    definition: DEFINITION,
    days,
    tz,
    open,
    at_risk,
    reasons: { quiet, overdue, slow },
    worth: worth.map(([currency, amount, howMany]) => ({
      currency,
      amount: plain(amount),
      deals: Number(howMany),
    })),
    deals: deals.map((texts) => {
      const { rep, office, ...deal } = told(texts, nowMs, today);
      return { ...deal, rep, office, ...labelsOf(names, { rep, office }) };
    }),
  };
}

const NOTHING: AtRiskRow = { open: 0, at_risk: 0, quiet: 0, overdue: 0, slow: 0, worth: [], deals: [] };

const NAMES = Object.keys(LISTED) as (keyof typeof LISTED)[];

function told(texts: readonly string[], nowMs: number, today: string): Omit<DealsApi.DealAtRisk, 'labels'> {
  const said = Object.fromEntries(NAMES.map((name, i) => [name, texts[i]!])) as Record<
    keyof typeof LISTED,
    string
  >;
  const { in_stage_since, last_activity_at, usual_ms, is_quiet, is_overdue, is_slow, ...rest } = said;
  const [sinceMs, activeMs] = [Number(in_stage_since), Number(last_activity_at)];
  const reasons: DealsApi.DealAtRisk['reasons'] = [];
  if (is_quiet === '1') reasons.push({ reason: 'quiet', ms: nowMs - activeMs });
  if (is_overdue === '1')
    reasons.push({ reason: 'overdue', ms: Date.parse(today) - Date.parse(rest.expected_close) });
  if (is_slow === '1') reasons.push({ reason: 'slow', ms: nowMs - sinceMs, usual_ms: Number(usual_ms) });
  return {
    ...rest,
    amount: rest.amount === '' ? null : plain(rest.amount),
    expected_close: rest.expected_close === '' ? null : rest.expected_close,
    in_stage_since: new Date(sinceMs).toISOString(),
    last_activity_at: new Date(activeMs).toISOString(),
    reasons,
  };
}

/** What is said of the reasons, for documents. */
export const REASONS = {
  quiet:
    'for more than `days` nobody logged an activity that names the deal or its account, nor a call with the account, and the deal was neither opened, moved to another stage nor reopened',
  overdue: 'the day on which it was expected to be closed is over, by the calendar of `tz`',
  slow: `it has been in its stage for longer than three of four stays there, in that pipeline, of deals that were won in the year before, if there were at least ${LEAST_STAYS}`,
} as const;
