import { readsBefore } from '@tallyboard/metrics/formula';
import type { Judgement } from './alert.js';
import type { Judge } from './judge.js';
import { Ledger, type Sum } from './numbers/ledger.js';
import { Reach } from './numbers/reach.js';
import type { Judged } from './states/timeline.js';

/** What cells add up to for one group, interval by interval, in the order of the quantities of the judge. */
export interface GroupSums {
  group: readonly string[];
  steps: (readonly Sum[] | undefined)[];
  opening: readonly Sum[] | undefined;
  /** The same and more, made already: of a reading for several rules. */
  ledger?: Ledger;
}

/** Adds up cells between bounds (epoch seconds); `spans`: all that is looked at, left out when everything is. */
export type ReadSums = (
  judge: Judge,
  bounds: readonly number[],
  spans: readonly (readonly [number, number])[] | undefined,
) => Promise<readonly GroupSums[]>;

/** The judgements of one group, in the order of time. */
export interface GroupHistory {
  group: readonly string[];
  judged: Judged[];
}

/** Hears what is judged: of each group in the order of time. `key`: one text a group. */
export type OnJudged = (key: string, group: readonly string[], judged: Judged) => void;

/** Lets others have their turn, where that is due; what it throws ends the work. */
export type Pause = () => Promise<void> | undefined;

/** With so many bounds no further instant is read at once: statements and answers would be long. */
const MOST_BOUNDS = 16_000;
/** Of more spans than these what lies between is read too. */
const MOST_SPANS = 64;
/** More groups than these of one rule are too many to look at; the first by name are judged. */
export const MOST_GROUPS = 2_000;

/** What a rule says at each of the instants, group by group. */
export async function judgeHistory(
  judge: Judge,
  instants: readonly number[],
  read: ReadSums,
): Promise<GroupHistory[]> {
  const histories = new Map<string, GroupHistory>();
  await judgeEach(judge, instants, read, (key, group, judged) => {
    const known = histories.get(key);
    if (known) known.judged.push(judged);
    else histories.set(key, { group, judged: [judged] });
  });
  return [...histories.values()];
}

/** What a rule says at each of the instants (ascending): one computation for tests, backtests and what is live. */
export async function judgeEach(
  judge: Judge,
  instants: readonly number[],
  read: ReadSums,
  onJudged: OnJudged,
  pause?: Pause,
): Promise<void> {
  const groups = new Map<string, readonly string[]>();
  if (!judge.rule.by) groups.set('[]', []);
  const passed: number[] = [];
  const readOf = async (chunk: Chunk) => {
    const bounds = chunk.reach.bounds();
    return { chunk, bounds, sums: await read(judge, bounds, spansRead(judge, chunk.reach)) };
  };
  for await (const { chunk, bounds, sums } of oneAhead(chunks(judge, instants), readOf)) {
    const ledgers = new Map<string, Ledger>();
    for (const { group, steps, opening, ledger } of sums) {
      const key = JSON.stringify(group);
      if (!groups.has(key)) {
        if (groups.size >= MOST_GROUPS) continue;
        groups.set(key, group);
        // Of a group that is new, what was before is judged as nothing.
        for (const at of passed) onJudged(key, group, { at, judgement: nothingAt(judge, at) });
      }
      ledgers.set(key, ledger ?? new Ledger(judge.quantities, bounds, steps, opening));
    }
    const nothing = new Ledger(judge.quantities, bounds, [], undefined);
    // Instant by instant: its spans are the same for all groups.
    for (const at of chunk.instants) {
      for (const [key, group] of groups)
        onJudged(key, group, { at, judgement: judge.judge(at, ledgers.get(key) ?? nothing) });
      await pause?.();
    }
    passed.push(...chunk.instants);
  }
}

/** Parts of a reach that are read; undefined: all from its first bound on. */
export function spansRead({ metric }: Judge, reach: Reach): [number, number][] | undefined {
  const spans = readsBefore(metric.formula) ? [] : reach.spans();
  return spans.length === 0 || spans.length > MOST_SPANS ? undefined : spans;
}

/** The judgement of a group that is not there. */
const nothingAt = (judge: Judge, at: number): Judgement =>
  judge.judge(at, new Ledger(judge.quantities, new Reach(judge).add(at).bounds(), [], undefined));

/** Of each its outcome, in order; the next is under way while one is worked on. */
async function* oneAhead<In, Out>(all: Iterable<In>, work: (one: In) => Promise<Out>): AsyncGenerator<Out> {
  let next: Promise<Out> | null = null;
  for (const one of all) {
    const begun = work(one);
    // Whoever stops before it is done does not want to know.
    begun.catch(() => {});
    if (next) yield await next;
    next = begun;
  }
  if (next) yield await next;
}

interface Chunk {
  instants: number[];
  reach: Reach;
}

/** As many instants at once as read few enough bounds; instants that follow each other share most of theirs. */
function* chunks(judge: Judge, instants: readonly number[]): Generator<Chunk> {
  let chunk: Chunk = { instants: [], reach: new Reach(judge) };
  for (const at of instants) {
    if (chunk.reach.size > MOST_BOUNDS) {
      yield chunk;
      chunk = { instants: [], reach: new Reach(judge) };
    }
    chunk.instants.push(at);
    chunk.reach.add(at);
  }
  if (chunk.instants.length > 0) yield chunk;
}
