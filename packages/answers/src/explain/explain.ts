import { isDeepStrictEqual } from 'node:util';
import type * as Api from '@tallyboard/api/query';
import { type FactName, factOf } from '@tallyboard/facts/facts';
import { type Expression, partsOf } from '@tallyboard/metrics/expression';
import { countsWorkingDays, type Formula, factsOf } from '@tallyboard/metrics/formula';
import { withDefaults } from '@tallyboard/metrics/parameter';
import { answer } from '../answer.js';
import type { Answering } from '../answering.js';
import { Conversion } from '../conversion/conversion.js';
import { countedFor, ratesFor } from '../conversion/converted.js';
import { convertPlaces } from '../conversion/places.js';
import type { Rates } from '../conversion/rates.js';
import type { Counted } from '../groups.js';
import { LIMITS } from '../limits.js';
import { Opening } from '../opening.js';
import type { AskedPeriod } from '../question/asked-period.js';
import { lessOf } from '../question/filters.js';
import { type MetricRequest, unconverted } from '../question/metric-request.js';
import { badParameter, Refusal } from '../refusal.js';
import { type Row, rowsOf } from '../rows.js';
import { schedulesOf } from '../schedule-versions.js';
import { workingDaysBy } from '../working-days.js';
import { creditEventsOf, isCredited } from './credit-evidence.js';
import { describingEventsOf } from './described-evidence.js';
import { countsOf, eventsOf } from './evidence.js';
import { ENTITY_ID, placedGroups } from './placed-groups.js';

/** What the API explains, but for how recent the answer is. */
export type Explanation = Omit<Api.Explanation, 'answer'> & { answer: Omit<Api.Answer, 'freshness'> };

/**
 * Which events are behind a number? The answer as it is stored, the same computed anew from these events, and up to `limit`
 * of the deals, calls or whatever it counts, of the greatest value first, each with where it counts and all its events.
 * A Refusal when there is too much to look through.
 */
export async function explain(
  answering: Answering,
  tenant: string,
  request: MetricRequest,
  limit: number,
  signal?: AbortSignal,
): Promise<Explanation | Refusal> {
  if (request.period.interval !== 'none')
    return badParameter('interval', 'an explanation is of one number: leave interval out', ['none']);
  if (request.top !== null) return badParameter('top', 'an explanation is of all rows: leave top out');
  if (request.zeros) return badParameter('zeros', 'nothing is behind a row of zero: leave zeros out');
  const stored = await answer(answering, tenant, request, signal);
  if (stored instanceof Refusal) return stored;
  const { period, answer: told } = stored;
  const { formula } = request.metric;
  const now = Math.floor(answering.now() / 1_000);
  const asNow = { now, opening: new Opening(), signal, groups: placedGroups };
  const { database } = answering;
  // What could not be converted is explained as it is.
  const asked = told.conversion?.converted === false ? unconverted(request) : request;
  const rates = await ratesFor(database, tenant, asked, period.clocks, now, signal);
  if (rates instanceof Refusal) return rates;
  const conversion = () => rates && new Conversion(rates, period.clocks, now);
  const schedules = countsWorkingDays(formula) ? await schedulesOf(answering.database, tenant, signal) : null;
  const names = await answering.reference(tenant);
  const table = (by: readonly string[], maxRows: number) => ({
    ...(schedules && {
      workingDays: workingDaysBy({ period, filter: request.filter, now, schedules, names }),
    }),
    by,
    clocks: period.clocks,
    now,
    parameters: withDefaults(request.metric.parameters, request.parameters),
    everyone: null,
    conversion: conversion(),
    maxRows,
  });
  const counted = await countedFor(database, tenant, asked, period, rates, asNow);
  const recomputed = rowsOf(formula, counted, table(asked.by, LIMITS.rows)) ?? [];
  const by = [...asked.by, ENTITY_ID];
  const each = await countedFor(database, tenant, { ...asked, by }, period, rates, {
    ...asNow,
    opening: new Opening(),
    maxRows: LIMITS.explained,
  });
  const tooMany = each.find(({ rows }) => rows.length > LIMITS.explained);
  if (tooMany)
    return badParameter(
      'period',
      `more than ${LIMITS.explained.toLocaleString('en-US')} of ${factOf(tooMany.fact).entity} are behind it: take a shorter period, or filter`,
    );
  const behind = each.map((own) => {
    const told = by.filter((name) => !own.without.includes(name));
    const rows = behindOf(formula, { ...own, without: [] }, table(told, Number.POSITIVE_INFINITY));
    // What has no currency is behind a row of some currency, or behind none.
    const isShown = ({ dimensions }: Row) =>
      own.without.length === 0 ||
      recomputed.some((row) => row.n !== 0 && isOf(dimensions, lessOf(row.dimensions, own.without)));
    return { fact: own.fact, without: own.without, rows: rows.filter(isShown) };
  });
  // What stands behind a share stands behind its whole, too.
  const seen = new Set<string>();
  for (const each of behind) {
    const idOf = ({ dimensions }: Row) => `${each.fact}/${dimensions[ENTITY_ID]}`;
    each.rows = each.rows.filter((row) => !seen.has(idOf(row)));
    for (const row of each.rows) seen.add(idOf(row));
  }
  const entities: Api.Explained[] = [];
  for (const { fact, without, rows } of behind) {
    const listed = rows.slice(0, limit - entities.length);
    if (listed.length === 0) continue;
    const evidence = await evidenceOf(
      answering,
      tenant,
      { ...asked, filter: lessOf(asked.filter, without) },
      period,
      fact,
      listed,
      rates,
      signal,
    );
    if (evidence instanceof Refusal) return evidence;
    entities.push(...evidence);
  }
  return {
    answer: told,
    definition: request.metric.definition,
    recomputed: recomputed.map(({ i: _, ...row }) => row),
    agrees: isDeepStrictEqual(recomputed.map(numbersOf), told.rows.map(numbersOf)),
    behind: Object.fromEntries(
      factsOf(formula).map((name) => [
        name,
        new Set(
          behind
            .filter(({ fact }) => fact === name)
            .flatMap(({ rows }) => rows.map(({ dimensions }) => dimensions[ENTITY_ID])),
        ).size,
      ]),
    ),
    entities,
  };
}

const numbersOf = ({ dimensions, value, n, numerator, denominator }: Omit<Row, 'i'>) => ({
  dimensions,
  value,
  n,
  numerator,
  denominator,
});

/**
 * The rows of entities that stand behind the number. Of a formula of one fact each has a number of its own, or is divided
 * or multiplied by what others are; of several, which meet in sums alone, it stands behind it when it has any of what the formula reads.
 */
function behindOf(formula: Formula, own: Counted, table: Parameters<typeof rowsOf>[2]): Row[] {
  const isOfOne = factsOf(formula).length === 1;
  const read = isOfOne
    ? (formula.numerator ? [formula.numerator] : sumsIn(formula.value)).filter(
        (each) => each !== formula.value,
      )
    : own.quantities.map((quantity) => ({ node: 'quantity', quantity }) as const);
  const rows = [
    ...(isOfOne ? rowsOf(formula, [own], table)! : []),
    ...read.flatMap((n) => rowsOf({ ...formula, n }, [own], table)!.map((row) => ({ ...row, n: 0 }))),
  ];
  const known = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(row.dimensions);
    if (!known.has(key)) known.set(key, row);
  }
  const found = [...known.values()];
  return isOfOne ? found : found.map((row) => ({ ...row, value: null, numerator: null, denominator: null }));
}

/** What is divided and multiplied in an expression. */
const sumsIn = (expression: Expression): readonly Expression[] =>
  ['quotient', 'product', 'scaled'].includes(expression.node)
    ? partsOf(expression).flatMap(sumsIn)
    : [expression];

async function evidenceOf(
  { database, now }: Answering,
  tenant: string,
  request: MetricRequest,
  period: AskedPeriod,
  fact: FactName,
  rows: readonly Row[],
  rates: Rates | null,
  signal: AbortSignal | undefined,
): Promise<Api.Explained[] | Refusal> {
  const { entity } = factOf(fact);
  const ids = [...new Set(rows.map(({ dimensions }) => dimensions[ENTITY_ID]!))];
  const places = await countsOf(database, tenant, request, period, fact, ids, signal);
  const counts = rates
    ? convertPlaces(places, fact, request.metric.formula, rates, period.clocks, now())
    : places;
  const own = await eventsOf(database, tenant, fact, ids, counts, signal);
  const others = isCredited(request.metric.formula, fact)
    ? await creditEventsOf(database, tenant, fact, ids, own, signal)
    : [];
  const describing = await describingEventsOf(database, tenant, request, fact, own, signal);
  const events = [...own, ...others, ...describing];
  if (counts.length > LIMITS.listedRows || events.length > LIMITS.listedRows)
    return badParameter('limit', `these have more than ${LIMITS.listedRows} events: list fewer of them`);
  return rows.map(({ i: _, dimensions: { [ENTITY_ID]: id, ...dimensions }, ...numbers }) => ({
    entity,
    id: id!,
    dimensions,
    ...numbers,
    counts: counts
      .filter((each) => each.id === id && isOf(each.dimensions, dimensions))
      .map(({ id: _, ...rest }) => rest),
    events: events.filter((each) => each.id === id).map(({ id: _, ...rest }) => rest),
  }));
}

const isOf = (dimensions: Record<string, string>, group: Record<string, string>): boolean =>
  Object.entries(group).every(([name, value]) => dimensions[name] === value);
