import type { Backtest } from '@tallyboard/api/alerts';
import type { Judgement } from './alert.js';
import { type OfficeZone, rulesByZone } from './by-zone.js';
import { judgeEach, type OnJudged, type Pause, type ReadSums } from './history.js';
import { judgeOf } from './judge.js';
import type { Rule } from './rule.js';
import { type Episode, type Judged, Timeline } from './states/timeline.js';

/** Of a chart; a longer history is thinned out. */
const MOST_POINTS = 2_000;

/** When a rule would have fired between two instants (epoch seconds), by the very computation that is live. */
export async function backtest(
  tenant: string,
  rule: Rule,
  offices: readonly OfficeZone[],
  { from, to, group: asked }: { from: number; to: number; group?: readonly string[] | undefined },
  read: ReadSums,
  pause?: Pause,
): Promise<Backtest> {
  const { metric, words } = judgeOf(rule);
  const groups = new Map<string, Watched>();
  let judged = 0;
  const parts = rulesByZone(rule, offices).values();
  // Two at a time: the cells of one zone are read while another is judged.
  const judgeParts = async () => {
    for (const part of parts) {
      const judge = judgeOf(part);
      const instants = judge.instants(from, to);
      const take: OnJudged = (key, group, each) => {
        const known = groups.get(key) ?? new Watched(rule, group, Math.ceil(instants.length / MOST_POINTS));
        groups.set(key, known);
        known.take(each);
        judged += 1;
      };
      await judgeEach(judge, instants, read, take, pause);
    }
  };
  await Promise.all([judgeParts(), judgeParts()]);
  // Whichever was read first.
  const found = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
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
    judged,
    firings,
    chart: { group: named(shown?.group ?? []), points: (shown?.points ?? []).map(point) },
  };
}

/** What is kept of one group: a year of quarter hours is much. */
class Watched {
  readonly #timeline: Timeline;
  #hasBegun = false;
  #taken = 0;
  #points: Judged[] = [];

  /** `every`: the how many-th judgement is a point of the chart. */
  constructor(
    rule: Rule,
    readonly group: readonly string[],
    private readonly every: number,
  ) {
    this.#timeline = new Timeline(rule);
  }

  take(judged: Judged): void {
    // Before anything was counted of it, nothing is said of it either.
    this.#hasBegun ||= judged.judgement.n > 0;
    if (this.#hasBegun) this.#timeline.take(judged);
    // What holds stays.
    if (this.#taken % this.every === 0 || judged.judgement.holds === true)
      // A value is computed when it is looked at, and cheaply as long as no later one was.
      this.#points.push({ at: judged.at, judgement: { ...judged.judgement } });
    this.#taken += 1;
    if (this.#points.length > 4 * MOST_POINTS) this.#points = this.points;
  }

  get episodes(): Episode[] {
    return this.#timeline.episodes.filter(({ fired }) => fired !== null);
  }

  get points(): Judged[] {
    return this.#points.slice(-2 * MOST_POINTS);
  }
}

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

const iso = (epochSeconds: number): string =>
  new Date(epochSeconds * 1_000).toISOString().replace('.000Z', 'Z');
