import type { Goal, GoalProgress } from '@tallyboard/api/goals';
import { localDate, localIso } from '@tallyboard/calendar/periods';
import { currenciesOf, type Formula, isConvertible, readsBefore } from '@tallyboard/metrics/formula';
import { answer } from '../answer.js';
import type { Answering } from '../answering.js';
import { escaped } from '../question/filters.js';
import { type MetricRequest, readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { badParameter, Refusal } from '../refusal.js';
import { scheduleOf, schedulesOf } from '../schedule-versions.js';
import { progressOf } from './progress.js';
import { elapsedOf } from './working-share.js';

/** Ten years, with their leap days and the hour by which clocks may differ. */
const MOST_DAYS = 3_654;

/** The question that a goal asks, by the days of a zone where it names none; a Refusal that says why there is none. */
export function questionOfGoal(goal: Goal, zone: string): MetricRequest | Refusal {
  const { metric, filter = {}, parameters = {}, currency, period, from, to, tz = zone } = goal;
  if ((period === undefined) === (from === undefined || to === undefined))
    return badParameter('period', 'a goal has either a period, such as this_month, or from and to');
  if (tz === OFFICE_DAYS)
    return badParameter('tz', 'a goal is by the days of one zone, for example Europe/Berlin');
  const query = new URLSearchParams(period === undefined ? { from: from!, to: to!, tz } : { period, tz });
  for (const [dimension, values] of Object.entries(filter))
    query.append('filter', `${dimension}:${values.map(escaped).join('|')}`);
  for (const [name, value] of Object.entries(parameters)) query.append(name, String(value));
  if (currency !== undefined) query.append('currency', currency);
  const request = readMetricRequest(metric, query.toString());
  if (request instanceof Refusal) return request;
  if (request.metric.better === 'none')
    return badParameter(
      'metric',
      `of ${request.metric.name} neither more nor less is better, so it has no target`,
    );
  const { span } = request.period;
  if (span.kind === 'between' && span.to !== null && span.to - span.from > MOST_DAYS * 86_400)
    return badParameter('to', 'a goal is of at most ten years');
  const [mixed] = currenciesOf(request.metric.formula).filter((name) => request.by.includes(name));
  return mixed === undefined
    ? request
    : badParameter(
        'filter',
        `amounts of several currencies have no one target: filter ${request.metric.name} by one ${mixed}${isConvertible(request.metric.formula) ? ', or say by currency into which they are converted' : ''}`,
      );
}

/** Whether it grows by what is done, so that half of the time should bring half of it. */
const addsUp = (formula: Formula): boolean =>
  (formula.kind === 'count' || formula.kind === 'sum') && !readsBefore(formula);

/** How many dates [from, to) has something of; epoch seconds. */
function datesIn(from: number, to: number, tz: string): number {
  const day = (at: number) => Date.parse(localDate(at, tz)) / 86_400_000;
  return day(to - 1) - day(from) + 1;
}

/** How a goal of a tenant is doing as of now; a Refusal when what it asks for is no more. */
export async function goalProgress(
  answering: Answering,
  tenant: string,
  goal: Goal,
  signal?: AbortSignal,
): Promise<GoalProgress | Refusal> {
  const offices = goal.filter?.office ?? [];
  const office = offices.length === 1 ? offices[0]! : null;
  const known = office === null ? undefined : (await answering.reference(tenant)).offices.get(office);
  const request = questionOfGoal(goal, known?.zone || 'UTC');
  if (request instanceof Refusal) return request;
  const [found, schedules] = await Promise.all([
    answer(answering, tenant, request, signal),
    schedulesOf(answering.database, tenant, signal),
  ]);
  if (found instanceof Refusal) return found;
  const { metric } = request;
  const { period } = found;
  const { conversion } = found.answer;
  // Where a rate is missing there is a row for each currency, and none of them is what was asked for.
  const [row] = conversion?.converted === false ? [] : found.answer.rows;
  const [from, to] = [period.from * 1_000, period.to * 1_000];
  const now = answering.now();
  const elapsed = elapsedOf(scheduleOf(schedules, office), [from, to], now, period.tz);
  const actual = row?.value == null ? null : Number(row.value);
  const pursued = {
    target: goal.target,
    baseline: goal.baseline ?? null,
    better: metric.better === 'down' ? 'down' : 'up',
    addsUp: addsUp(metric.formula),
    actual,
    phase: now < from ? 'to_come' : now >= to ? 'over' : 'runs',
    elapsed: elapsed.share,
  } as const;
  return {
    name: goal.name,
    title: goal.title ?? metric.title,
    metric: metric.name,
    unit: metric.unit,
    better: metric.better,
    from: localIso(period.from, period.tz),
    to: localIso(period.to, period.tz),
    tz: period.tz,
    target: goal.target,
    baseline: pursued.baseline,
    actual,
    n: row?.n ?? 0,
    ...(conversion ? { conversion } : null),
    adds_up: pursued.addsUp,
    elapsed: elapsed.share,
    ...progressOf(pursued),
    days_left: now >= to ? 0 : datesIn(Math.max(now, from) / 1_000, to / 1_000, period.tz),
    working_days_left: elapsed.workingDaysLeft,
    schedule: elapsed.schedule,
    goal,
  };
}
