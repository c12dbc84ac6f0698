import type * as Api from '@tallyboard/api/query';
import type * as StandingApi from '@tallyboard/api/standing';
import { firstDayOf, instantOf, localIso } from '@tallyboard/calendar/periods';
import { answer } from '../answer.js';
import type { Answering } from '../answering.js';
import { LIMITS } from '../limits.js';
import { type Membership, membershipsOf } from '../people.js';
import type { MetricRequest } from '../question/metric-request.js';
import { resolvePeriod } from '../question/period.js';
import { badParameter, Refusal } from '../refusal.js';
import type { Step } from '../statistics/variation.js';
import type { Compared, StandingRequest } from './request.js';
import { type Peer, stand } from './stand.js';

/** What the API tells of standing, but for how recent it is. */
export type Standing = Omit<StandingApi.Standing, 'freshness'>;

const DEFINITION =
  'Each rep in force in the period against the others of the office: the number, the same drawn towards the others as far as there is little of it (empirical Bayes, Morris 1983), and, where the worst quarter is not explained by chance, who struggles and for how many weeks or months in a row.';

const DAY = 86_400;
/** Up to so long weeks are looked back over, of longer periods months. */
const WEEKS_UP_TO = 62 * DAY;
const LOOKED_BACK = { week: 84 * DAY, month: 365 * DAY } as const;
/** As many metrics are asked for at once as leave the database room for others. */
const AT_ONCE = 3;

/** Where reps of a tenant stand; a Refusal when the period is none, or the answer too large. */
export async function standing(
  answering: Answering,
  tenant: string,
  { metrics, filter }: StandingRequest,
  signal?: AbortSignal,
): Promise<Standing | Refusal> {
  const { period } = metrics[0]!.request;
  const now = Math.floor(answering.now() / 1_000);
  const resolved = resolvePeriod(period, answering.now(), null);
  if (resolved instanceof Refusal) return resolved;
  const [from, to] = [resolved.bounds[0]!, resolved.bounds.at(-1)!];
  if (from >= now)
    return badParameter('from', 'a standing is of what was done, and this period is still to come');
  const interval = to - from <= WEEKS_UP_TO ? 'week' : 'month';
  const since = instantOf(firstDayOf(from - LOOKED_BACK[interval], interval, period), period.tz)!;
  const span = { from, to: Math.min(to, now), since, interval, now } as const;
  const memberships = await membershipsOf(answering.database, tenant, signal);
  const isAsked = ({ team }: Membership) => filter.team?.includes(team) ?? true;
  const ask: Ask = { answering, tenant, span, memberships: memberships.filter(isAsked), signal };
  const groups: StandingApi.StandingGroup[] = [];
  for (let i = 0; i < metrics.length; i += AT_ONCE) {
    const found = await Promise.all(metrics.slice(i, i + AT_ONCE).map((each) => groupsOf(ask, each)));
    for (const each of found) {
      if (each instanceof Refusal) return each;
      groups.push(...each.filter(hasAny));
    }
  }
  return {
    tenant,
    definition: DEFINITION,
    from: localIso(from, period.tz),
    to: localIso(to, period.tz),
    tz: period.tz,
    looked_back: { interval, from: localIso(since, period.tz) },
    groups,
  };
}

interface Ask {
  answering: Answering;
  tenant: string;
  span: { from: number; to: number; since: number; interval: 'week' | 'month'; now: number };
  memberships: readonly Membership[];
  signal: AbortSignal | undefined;
}

/** Everyone of each office by one metric, and of money by each currency. */
async function groupsOf(ask: Ask, compared: Compared): Promise<StandingApi.StandingGroup[] | Refusal> {
  const { answering, tenant, span, memberships, signal } = ask;
  const { metric, sort, better, request } = compared;
  const { tz } = request.period;
  const before = {
    ...request,
    period: {
      ...request.period,
      interval: span.interval,
      span: { kind: 'between', from: span.since, to: endOf(span, request) },
    },
  } as const;
  const asking = { ...answering, maxRows: LIMITS.comparedRows };
  const own = await answer(asking, tenant, request, signal);
  if (own instanceof Refusal) return inWords(own);
  const steps = await answer(asking, tenant, before, signal);
  if (steps instanceof Refusal) return inWords(steps);
  const starts = steps.period.starts;
  const bounds = steps.period.clocks[0]!.bounds;
  const stepsOf = grouped(steps.answer.rows, keyOf);
  const peers = own.answer.rows
    .filter(({ dimensions }) => dimensions.rep !== '')
    .map((row) => {
      const { office, rep } = row.dimensions as { office: string; rep: string };
      const theirs = memberships.filter((each) => each.rep === rep && each.office === office);
      const there = (begin: number, end: number) => shareIn(theirs, begin, end);
      const rows = new Map(stepsOf.get(keyOf(row))?.map((step) => [step.start, step]));
      const byStep = starts.map((start, i): Step => {
        const step = rows.get(start);
        const [amount, of] = amountsOf(step);
        return sort === 'total'
          ? { amount: Number(step?.value ?? 0), of: there(bounds[i]!, bounds[i + 1]!) }
          : { amount, of };
      });
      const peer: Peer = {
        value: row.value === null ? null : Number(row.value),
        n: row.n,
        of: Number(row.denominator ?? 0),
        inForce: there(span.from, span.to),
        steps: byStep,
      };
      return { row, peer };
    });
  return [
    ...grouped(
      peers,
      ({
        row: {
          dimensions: { rep: _, ...group },
        },
      }) => JSON.stringify(group),
    ).values(),
  ].map((all) => {
    const stands = stand(
      sort,
      better,
      all.map(({ peer }) => peer),
    );
    const { rep: _, ...dimensions } = all[0]!.row.dimensions;
    const office = all[0]!.row.labels?.office;
    return {
      metric: metric.name,
      title: metric.title,
      unit: metric.unit,
      better,
      indicator: metric.indicator,
      dimensions,
      ...(office === undefined ? {} : { labels: { office } }),
      median: stands.median,
      best_quarter: stands.best_quarter,
      worst_quarter: stands.worst_quarter,
      reps: all.map(({ row, peer }, i): StandingApi.RepStanding => {
        const { verdict, shrunk, run } = stands.each[i]!;
        return {
          rep: row.dimensions.rep!,
          ...(row.labels?.rep === undefined ? {} : { name: row.labels.rep }),
          value: row.value,
          n: row.n,
          in_force: peer.inForce,
          estimate: shrunk?.estimate ?? null,
          low: shrunk?.low ?? null,
          high: shrunk?.high ?? null,
          pooled: shrunk?.pooled ?? null,
          verdict,
          worst_in_a_row: run,
          since: run === 0 ? null : localIso(bounds[starts.length - run]!, tz),
        };
      }),
    };
  });
}

/** A standing is asked neither by what nor for which intervals: what makes it too large is how many are compared. */
const inWords = (refusal: Refusal): Refusal =>
  refusal.details.field === 'by'
    ? badParameter(
        'filter',
        'so many reps have more weeks or months than are compared at once: ask for one office at a time, as filter=office:munich, or for a shorter period',
      )
    : refusal;

/** Weeks or months that are over: of one that is not, little says little. */
function endOf({ to, interval }: Ask['span'], { period }: MetricRequest): number {
  return instantOf(firstDayOf(to, interval, period), period.tz)!;
}

/** Of money in a currency in which nobody of an office has any there is nothing to say. */
const hasAny = ({ dimensions, reps }: StandingApi.StandingGroup): boolean =>
  dimensions.currency === undefined || reps.some(({ n }) => n > 0);

/** Above and below the line of a row, in the unit of its value. */
function amountsOf(row: Pick<Api.Row, 'value' | 'denominator'> | undefined): [amount: number, of: number] {
  const of = Number(row?.denominator ?? 0);
  return [row?.value == null ? 0 : Number(row.value) * of, of];
}

/** Which part of a span somebody was in the office; of whom nothing was ever said: all of it. */
function shareIn(memberships: readonly Membership[], from: number, to: number): number {
  if (memberships.length === 0) return 1;
  const there = memberships.map(({ since, until }) =>
    Math.max(0, Math.min(until ?? to, to) - Math.max(since, from)),
  );
  return to > from ? Math.min(1, there.reduce((sum, each) => sum + each, 0) / (to - from)) : 0;
}

const keyOf = ({ dimensions }: { dimensions: Readonly<Record<string, string>> }): string =>
  JSON.stringify(Object.entries(dimensions).sort());

function grouped<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const own = groups.get(key(each));
    if (own) own.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
}
