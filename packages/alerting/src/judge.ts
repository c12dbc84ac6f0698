import { daysFrom } from '@tallyboard/calendar/shifts';
import { metricByName } from '@tallyboard/metrics/catalogue';
import { dependsOnNow, readsOf } from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from './alert.js';
import { change, missing } from './conditions/change.js';
import type { Condition } from './conditions/condition.js';
import { level } from './conditions/level.js';
import { isWeekday, offPace } from './conditions/pace.js';
import { trend } from './conditions/trend.js';
import type { Ledger, Span } from './numbers/ledger.js';
import { type View, viewOf } from './numbers/view.js';
import type { Rule } from './rule.js';
import { inWords, secondsOf } from './time/durations.js';
import { instantsOf } from './time/instants.js';

const DAY = 86_400;

/** A rule, ready to judge. */
export interface Judge {
  rule: Rule;
  metric: Metric;
  parameters: Readonly<Record<string, number>>;
  /** What is read of cells; a quantile as its histogram. */
  quantities: readonly Quantity[];
  /** Instants in (from, to] that are judged, epoch seconds. */
  instants(from: number, to: number): number[];
  /** Every span that judging the instant reads, epoch seconds. */
  spans(at: number): readonly Span[];
  /** Whether each quarter of an hour of its spans is looked at by itself. */
  isFine: boolean;
  judge(at: number, ledger: Ledger): Judgement;
  /** The rule as a sentence. */
  words: string;
  isSureEarly: boolean;
}

/** Defaults where a rule says nothing; the bench shows what they come to. */
export const DEFAULTS = { margin: 0.1, minN: 0, trendMinN: 10 } as const;

/** Of what is judged in long windows day by day, and in short ones every quarter of an hour; see statistics/ready.ts. */
const CHANCE = { long: 0.0015, short: 0.0005, waits: 0.005 } as const;
/** A year of four weeks each; eight weeks of the same hours. */
const WINDOWS = { long: 13, short: 8 } as const;
const WEEK = 7 * DAY;
/** Of a filter, in words: they go out with every step. */
const MOST_VALUES = 5;

/** Compiles a rule in which `ruleProblems` finds nothing. */
export function judgeOf(rule: Rule): Judge {
  const metric = metricByName(rule.metric)!;
  const parameters = {
    ...Object.fromEntries(metric.parameters.map(({ name, default: value }) => [name, value])),
    ...rule.parameters,
  };
  const tz = rule.tz === undefined || rule.tz === 'office' ? 'UTC' : rule.tz;
  // What is answered within a target is known once the target is over.
  const settle = dependsOnNow(metric.formula) ? Math.ceil(parameters.target! / 900) * 900 : 0;
  const seconds = secondsOf(rule.window);
  const windowOf = (at: number, length = seconds): Span => {
    const to = at - settle;
    // Days are those of the zone: 23 or 25 hours when clocks change.
    return { from: length % DAY === 0 ? daysFrom(to, -length / DAY, tz) : to - length, to };
  };
  const condition = conditionOf(rule, metric, { windowOf, tz, seconds });
  const views = new WeakMap<Ledger, View>();
  const quantities = new Map(
    [...readsOf(metric.formula), ...condition.reads].map((each) => [JSON.stringify(each), each]),
  );
  return {
    rule,
    metric,
    parameters,
    quantities: [...quantities.values()],
    instants: (from, to) => instantsOf(rule, from, to),
    spans: condition.spans,
    isFine: condition.isFine,
    judge(at, ledger) {
      const view = views.get(ledger) ?? viewOf(ledger, metric.formula, parameters);
      views.set(ledger, view);
      return condition.judge(at, view);
    },
    words: wordsOf(rule, metric, condition),
    isSureEarly: condition.isSureEarly,
  };
}

function conditionOf(
  rule: Rule,
  metric: Metric,
  { windowOf, tz, seconds }: { windowOf(at: number, length?: number): Span; tz: string; seconds: number },
): Condition {
  const minN = rule.min_n ?? DEFAULTS.minN;
  const windowed = { windowOf, tz, minN };
  if (rule.above !== undefined) return level(metric, 'above', rule.above, windowed);
  if (rule.below !== undefined) return level(metric, 'below', rule.below, windowed);
  if (rule.change) return change(metric, rule.change, windowed);
  if (rule.missing) return missing(rule.missing.usual, windowed);
  if (rule.off_pace) return offPace(metric, rule.off_pace, tz, isWeekday(tz));
  const said = (rule.rising ?? rule.falling)!;
  return trend(metric, rule.rising ? 'rising' : 'falling', {
    margin: said.margin ?? DEFAULTS.margin,
    windows: said.windows ?? WINDOWS[seconds >= WEEK ? 'long' : 'short'],
    chance:
      said.chance ??
      CHANCE[metric.formula.kind === 'percentile' ? 'waits' : seconds >= WEEK ? 'long' : 'short'],
    minN: rule.min_n ?? DEFAULTS.trendMinN,
    tz,
    windowSeconds: seconds,
    windowOf,
  });
}

function wordsOf(rule: Rule, metric: Metric, condition: Condition): string {
  const filter = Object.entries(rule.filter ?? {}).map(([name, values]) => {
    const more = values.length - MOST_VALUES;
    return `${name} ${values.slice(0, MOST_VALUES).join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  });
  const where = filter.length > 0 ? ` (${filter.join(', ')})` : '';
  const each = rule.by ? `, each ${rule.by.join(' and ')} for itself` : '';
  const over = rule.off_pace ? '' : ` over ${inWords(secondsOf(rule.window))}`;
  const held = rule.for ? `, for ${inWords(secondsOf(rule.for))}` : '';
  return `${metric.title}${where}${over}${each}: ${condition.words}${held}.`;
}
