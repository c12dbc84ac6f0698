import type { Contribution, Judgement } from './alert.js';
import { type GroupSums, type ReadSums, spansRead } from './history.js';
import type { Judge } from './judge.js';
import { Ledger, type Sum } from './numbers/ledger.js';
import { Reach } from './numbers/reach.js';
import { amount } from './words/amounts.js';

/** Most that are named of one alert. */
const MOST = 3;
/** Of thousands of parts those are weighed that have most cases, so many by the window and by all that is looked at. */
const MOST_WEIGHED = 20;
/** A part is named when so much of what is alarming goes away without it. */
const LEAST_SHARE = 0.15;

/** A group of a rule at an instant at which it fires, as its parts are looked for. */
export interface Fired {
  group: readonly string[];
  at: number;
  judgement: Judgement;
}

/**
 * Which parts of each group changed its value most, by every dimension that the rule does not split or filter by: those
 * without which the judgement would be least alarming, greatest first. What chance explains is measured by its logarithm,
 * all else by how far the value is from what it is compared with. One reading for each dimension and instant.
 */
export async function contributionsOf(
  judge: Judge,
  fired: readonly Fired[],
  read: ReadSums,
): Promise<Contribution[][]> {
  const by = judge.rule.by ?? [];
  const dimensions = judge.metric.dimensions.filter(
    (name) => !by.includes(name) && judge.rule.filter?.[name]?.length !== 1,
  );
  const found = fired.map((): Weighed[] => []);
  for (const at of new Set(fired.map((each) => each.at))) {
    const reach = new Reach(judge).add(at);
    const bounds = reach.bounds();
    const own = fired.flatMap((each, i) => (each.at === at ? [{ ...each, i }] : []));
    const filter = { ...judge.rule.filter, ...valuesOf(by, own) };
    const readings = await Promise.all(
      dimensions.map((dimension) =>
        read(
          { ...judge, rule: { ...judge.rule, filter, by: [...by, dimension] } },
          bounds,
          spansRead(judge, reach),
        ),
      ),
    );
    for (const [n, dimension] of dimensions.entries())
      for (const each of own) {
        const parts = readings[n]!.filter(({ group }) => by.every((_, i) => group[i] === each.group[i]));
        found[each.i]!.push(...weighed(judge, each, { dimension, parts, bounds }));
      }
  }
  return found.map((all) =>
    all
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST)
      .map(({ contribution }) => contribution),
  );
}

/** Dimension → values of the groups: nobody else's parts are looked at. */
function valuesOf(by: readonly string[], fired: readonly Fired[]): Record<string, string[]> {
  return Object.fromEntries(by.map((name, i) => [name, [...new Set(fired.map(({ group }) => group[i]!))]]));
}

interface Weighed {
  /** How much of what is alarming goes away without it; 1: all of it. */
  share: number;
  contribution: Contribution;
}

function weighed(
  judge: Judge,
  { at, judgement }: Fired,
  { dimension, parts, bounds }: { dimension: string; parts: readonly GroupSums[]; bounds: readonly number[] },
): Weighed[] {
  // Who is the only one is everybody.
  if (parts.length < 2) return [];
  const ledgerOf = ({ steps, opening }: Pick<GroupSums, 'steps' | 'opening'>) =>
    new Ledger(judge.quantities, bounds, steps, opening);
  const whole = totalOf(parts, bounds.length - 1);
  return mostOf(parts, judgement, bounds).flatMap((part): Weighed[] => {
    const without = judge.judge(at, ledgerOf(lessOf(whole, part)));
    const share = shareOf(judgement, without);
    if (share < LEAST_SHARE) return [];
    const own = judge.judge(at, ledgerOf(part));
    const contribution = { dimension, value: part.group.at(-1)!, words: wordsOf(own, judge) };
    return [{ share, contribution }];
  });
}

function shareOf(whole: Judgement, without: Judgement): number {
  if (whole.chance !== null && whole.chance > 0 && whole.chance < 1)
    return 1 - Math.log(Math.min(1, without.chance ?? 1)) / Math.log(whole.chance);
  if (whole.value === null || without.value === null) return 0;
  const usual = whole.against?.value ?? 0;
  return whole.value === usual ? 0 : (whole.value - without.value) / (whole.value - usual);
}

function wordsOf({ value, n, against }: Judgement, { metric, rule }: Judge): string {
  const own = value === null ? `n ${n}` : `${amount(value, metric.unit)} (n ${n})`;
  // A level or a target is the whole's, not the part's.
  if (against === null || !(rule.change ?? rule.rising ?? rule.falling)) return own;
  return against.value === null ? against.words : `${own}, usually ${amount(against.value, metric.unit)}`;
}

type Steps = Pick<GroupSums, 'steps' | 'opening'>;

/** The parts that may weigh most. */
function mostOf(parts: readonly GroupSums[], window: Judgement, bounds: readonly number[]): GroupSums[] {
  if (parts.length <= 2 * MOST_WEIGHED) return [...parts];
  const sizes = parts.map((part) => {
    let [own, all] = [0, part.opening ? sizeOf(part.opening) : 0];
    part.steps.forEach((sums, i) => {
      if (!sums) return;
      const size = sizeOf(sums);
      all += size;
      if (bounds[i]! >= window.from && bounds[i]! < window.to) own += size;
    });
    return { part, own, all };
  });
  const most = (by: 'own' | 'all') => sizes.toSorted((a, b) => b[by] - a[by]).slice(0, MOST_WEIGHED);
  return [...new Set([...most('own'), ...most('all')])].map(({ part }) => part);
}

function sizeOf(sums: readonly Sum[]): number {
  let size = 0;
  for (const sum of sums)
    if (typeof sum === 'number') size += Math.abs(sum);
    else for (const count of sum.values()) size += count;
  return size;
}

function totalOf(parts: readonly GroupSums[], length: number): Steps {
  const steps: Steps['steps'] = new Array(length);
  let opening: Steps['opening'];
  for (const part of parts) {
    opening = sumsOf(opening, part.opening, 1);
    part.steps.forEach((sums, i) => {
      steps[i] = sumsOf(steps[i], sums, 1);
    });
  }
  return { steps, opening };
}

const lessOf = (whole: Steps, part: Steps): Steps => ({
  steps: Array.from({ length: whole.steps.length }, (_, i) => sumsOf(whole.steps[i], part.steps[i], -1)),
  opening: sumsOf(whole.opening, part.opening, -1),
});

function sumsOf(
  a: readonly Sum[] | undefined,
  b: readonly Sum[] | undefined,
  sign: 1 | -1,
): readonly Sum[] | undefined {
  if (!b) return a;
  return b.map((own, i) => sumOf(a?.[i] ?? (typeof own === 'number' ? 0 : new Map()), own, sign));
}

function sumOf(a: Sum, b: Sum, sign: 1 | -1): Sum {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) + sign * Number(b);
  const counts = new Map(a);
  for (const [key, count] of b) {
    const left = (counts.get(key) ?? 0) + sign * count;
    if (left === 0) counts.delete(key);
    else counts.set(key, left);
  }
  return counts;
}
