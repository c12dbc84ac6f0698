import type { Backtest } from '@tallyboard/api/alerts';
import type { Judgement } from './alert.js';
import { type OfficeZone, rulesByZone } from './by-zone.js';
import { beginningOf, type GroupHistory, judgeHistory, type ReadSums } from './history.js';
import { judgeOf } from './judge.js';
import type { Rule } from './rule.js';
import { type Episode, episodesOf, type Judged } from './states/timeline.js';

/** Of a chart; a longer history is thinned out. */
const MOST_POINTS = 2_000;

/** When a rule would have fired between two instants (epoch seconds), by the very computation that is live. */
export async function backtest(
  tenant: string,
  rule: Rule,
  offices: readonly OfficeZone[],
  { from, to, group: asked }: { from: number; to: number; group?: readonly string[] | undefined },
  read: ReadSums,
): Promise<Backtest> {
  const { metric, words } = judgeOf(rule);
  const parts = rulesByZone(rule, offices).map(judgeOf);
  const histories: GroupHistory[] = [];
  for (const judge of parts) histories.push(...(await judgeHistory(judge, judge.instants(from, to), read)));
  const found = histories.map(({ group, judged }) => ({
    group,
    judged,
    episodes: episodesOf(rule, sinceItBegan(judged)).filter(({ fired }) => fired !== null),
  }));
  const named = (values: readonly string[]): Record<string, string> =>
    Object.fromEntries((rule.by ?? []).map((name, i) => [name, values[i] ?? '']));
  const shown =
    found.find(({ group }) => asked !== undefined && JSON.stringify(group) === JSON.stringify(asked)) ??
    found.toSorted((a, b) => b.episodes.length - a.episodes.length)[0];
  const firings = found
    .flatMap(({ group, episodes }) => episodes.map((episode) => firing(named(group), episode)))
    .sort((a, b) => a.fired_at.localeCompare(b.fired_at));
  return {
    tenant,
    rule: rule.name,
    words,
    unit: metric.unit,
    from: iso(from),
    to: iso(to),
    judged: found.reduce((sum, { judged }) => sum + judged.length, 0),
    firings,
    chart: { group: named(shown?.group ?? []), points: thinned(shown?.judged ?? []).map(point) },
  };
}

const sinceItBegan = (judged: readonly Judged[]): Judged[] => {
  const beginning = beginningOf(judged) ?? Number.POSITIVE_INFINITY;
  return judged.filter(({ at }) => at >= beginning);
};

const firing = (
  group: Record<string, string>,
  { since, fired, ended }: Episode,
): Backtest['firings'][number] => ({
  group,
  since: iso(since),
  fired_at: iso(fired!.at),
  ended_at: ended ? iso(ended.at) : null,
  judgement: shownJudgement(fired!.judgement),
});

const shownJudgement = ({ from, to, ...rest }: Judgement) => ({ ...rest, from: iso(from), to: iso(to) });

const point = ({ at, judgement }: Judged): Backtest['chart']['points'][number] => ({
  at: iso(at),
  value: judgement.value,
  against: judgement.against?.value ?? null,
  n: judgement.n,
  holds: judgement.holds,
});

/** What holds stays. */
function thinned(judged: readonly Judged[]): Judged[] {
  const every = Math.ceil(judged.length / MOST_POINTS);
  return judged
    .filter(({ judgement }, i) => i % every === 0 || judgement.holds === true)
    .slice(-MOST_POINTS * 2);
}

const iso = (epochSeconds: number): string =>
  new Date(epochSeconds * 1_000).toISOString().replace('.000Z', 'Z');
