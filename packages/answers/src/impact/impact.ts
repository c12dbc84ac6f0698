import type * as ImpactApi from '@tallyboard/api/impact';
import { instantOf, localDate } from '@tallyboard/calendar/periods';
import type { Metric } from '@tallyboard/metrics/catalogue';
import { isStock, readsBefore, ripens } from '@tallyboard/metrics/formula';
import { type Answer, answer } from '../answer.js';
import type { Answering } from '../answering.js';
import type { MetricRequest } from '../question/metric-request.js';
import { badParameter, Refusal } from '../refusal.js';
import {
  apart,
  type Difference,
  differenceOfMeans,
  differenceOfShares,
  LEAST_DAYS,
  meanByDays,
  meanOfDays,
} from '../statistics/difference.js';
import { dayAfter, type ImpactRequest } from './request.js';

/** What the API tells of a change, but for how recent it is. */
export type Impact = Omit<ImpactApi.Impact, 'freshness'>;

/** By what chance is told, and in which words. */
const METHODS = {
  share: 'Newcombe 1998, hybrid score interval of two proportions',
  mean: 'Welch 1947, with the variance between days of a ratio of sums (Cochran 1977)',
  total:
    'Welch 1947, with the variance between days, of two weeks and more within each weekday (Cochran 1977), of counts at least that of Poisson',
} as const;
type Sort = keyof typeof METHODS;
const APART = '; apart from the group it is compared with: MOVER, Zou and Donner 2008';

function sortOf({ name, formula }: Metric): Sort | { why: string } {
  if (ripens(formula))
    return {
      why: `${name} goes on changing for weeks, as what happens later counts where it began: what came in after the change had less time than what came in before`,
    };
  const ofStock = { why: `${name} is a stock, of which one day is nearly that before: chance is not told` };
  if (isStock(formula)) return ofStock;
  if (formula.isShare) return 'share';
  if (readsBefore(formula)) return ofStock;
  if (formula.denominator) return 'mean';
  return formula.kind === 'count' || formula.kind === 'sum'
    ? 'total'
    : { why: `${name} is a percentile, of which chance is not told: take a mean` };
}

/** What has come of a change, as far as chance lets it be told; a Refusal where it is too early. */
export async function impact(
  answering: Answering,
  tenant: string,
  request: ImpactRequest,
  signal?: AbortSignal,
): Promise<Impact | Refusal> {
  const { metric, at, tz, changed, against } = request;
  const days = daysOver(request, answering.now());
  if (days instanceof Refusal) return days;
  const sort = sortOf(metric);
  const sides = [
    [dayAfter(at, -days), at],
    [at, dayAfter(at, days)],
  ] as const;
  const ask: Ask = { answering, tenant, sort, sides, days, tz, signal };
  const own = await comparedIn(ask, changed);
  if (own instanceof Refusal) return own;
  const other = against ? await comparedIn(ask, against) : null;
  if (other instanceof Refusal) return other;
  const difference = against ? (own.known && other?.known ? apart(own.known, other.known) : null) : own.known;
  const isOpen = difference !== null && difference.low <= 0 && difference.high >= 0;
  const rose = difference === null || isOpen ? null : difference.value > 0;
  return {
    tenant,
    metric: metric.name,
    title: metric.title,
    unit: metric.unit,
    better: metric.better,
    tz,
    at,
    days,
    so_far: days < request.days,
    changed: own.told,
    against: other?.told ?? null,
    difference_in_differences: other && difference,
    verdict: difference === null ? 'no_interval' : rose === null ? 'cannot_tell' : rose ? 'rose' : 'fell',
    is_better: rose === null || metric.better === 'none' ? null : rose === (metric.better === 'up'),
    method: typeof sort === 'string' ? `${METHODS[sort]}${against ? APART : ''}` : null,
    why_no_interval: difference === null ? whyNone(sort, days, [own.told, other?.told]) : null,
  };
}

/** How many days of each side are compared: all, or as many as are over where that was asked for. */
function daysOver({ at, days, soFar, tz }: ImpactRequest, nowMs: number): number | Refusal {
  const end = dayAfter(at, days);
  const today = localDate(nowMs / 1_000, tz);
  if (end <= today) return days;
  const over = (Date.parse(today) - Date.parse(at)) / 86_400_000;
  if (over < 1)
    return badParameter('at', `no day after ${at} is over yet: nothing can be told of what has changed`);
  if (soFar) return over;
  return badParameter(
    'days',
    `${days} days from ${at} on are over on ${end}: ask with so_far=true for the ${over === 1 ? 'one' : over} that ${over === 1 ? 'is' : 'are'}, each side of that length, or with days=${over}`,
  );
}

interface Ask {
  answering: Answering;
  tenant: string;
  sort: Sort | { why: string };
  sides: readonly (readonly [from: string, to: string])[];
  /** Of each of them. */
  days: number;
  tz: string;
  signal: AbortSignal | undefined;
}

interface Compared {
  told: ImpactApi.ImpactGroup;
  /** Null where chance is not told. */
  known: Difference | null;
}

/** One group before and after. */
async function comparedIn(ask: Ask, request: MetricRequest): Promise<Compared | Refusal> {
  const { sides, sort, days } = ask;
  const found = await Promise.all(sides.map((side) => answered(ask, request, side, 'none')));
  const [before, after] = found;
  if (before instanceof Refusal) return before;
  if (after instanceof Refusal) return after;
  const [was, is] = [before!, after!].map(sideOf) as [ImpactApi.ImpactSide, ImpactApi.ImpactSide];
  const known = was.value === null || is.value === null ? null : await differenceOf();
  if (known instanceof Refusal) return known;
  const value = was.value === null || is.value === null ? null : Number(is.value) - Number(was.value);
  return {
    told: {
      filter: filterOf(request),
      before: was,
      after: is,
      difference: known ?? { value, low: null, high: null },
    },
    known,
  };

  async function differenceOf(): Promise<Difference | null | Refusal> {
    if (sort === 'share') return differenceOfShares(shareOf(after as Answer), shareOf(before as Answer));
    if (typeof sort !== 'string') return null;
    const daily = await Promise.all(sides.map((side) => answered(ask, request, side, 'day')));
    const refusal = daily.find((each) => each instanceof Refusal);
    if (refusal) return refusal;
    const [earlier, later] = (daily as Answer[]).map(({ rows }) => meanIn(sort, request.metric, rows));
    if (!earlier || !later) return null;
    const mean = differenceOfMeans(later, earlier);
    if (!mean) return null;
    // Of a total the mean of a day was compared, and as many of them make the total.
    const times = sort === 'total' ? days : 1;
    return { value: Number(is.value) - Number(was.value), low: mean.low * times, high: mean.high * times };
  }
}

const meanIn = (sort: 'mean' | 'total', { formula }: Metric, rows: Answer['rows']) =>
  sort === 'total'
    ? meanOfDays(
        rows.map(({ value }) => Number(value ?? 0)),
        formula.kind === 'count',
      )
    : meanByDays(
        rows.map(({ value, denominator }) => ({
          amount: Number(value ?? 0) * Number(denominator ?? 0),
          of: Number(denominator ?? 0),
        })),
      );

async function answered(
  { answering, tenant, tz, signal }: Ask,
  request: MetricRequest,
  [from, to]: readonly [string, string],
  interval: 'none' | 'day',
): Promise<Answer | Refusal> {
  const span = { kind: 'between', from: instantOf(from, tz)!, to: instantOf(to, tz)! } as const;
  const asked = { ...request, period: { ...request.period, interval, span } };
  const found = await answer(answering, tenant, asked, signal);
  return found instanceof Refusal ? found : found.answer;
}

function sideOf({ from, to, rows: [row] }: Answer): ImpactApi.ImpactSide {
  return { from, to, value: row?.value ?? null, n: row?.n ?? 0 };
}

function shareOf({ rows: [row] }: Answer) {
  return { hits: Number(row?.numerator ?? 0), n: Number(row?.denominator ?? 0) };
}

const filterOf = ({ filter }: MetricRequest): Record<string, string[]> =>
  Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, [...values]]));

function whyNone(
  sort: Ask['sort'],
  days: number,
  groups: readonly (ImpactApi.ImpactGroup | undefined)[],
): string {
  if (typeof sort !== 'string') return sort.why;
  if (groups.some((group) => group && (group.before.value === null || group.after.value === null)))
    return 'before or after there is nothing to divide by';
  if (days < LEAST_DAYS) return `of fewer than ${LEAST_DAYS} days on each side chance is not told`;
  return sort === 'total'
    ? 'no day of a side differs from the others, which says nothing of chance'
    : `fewer than ${LEAST_DAYS} days of a side have anything to divide by, or no day differs from the others`;
}
