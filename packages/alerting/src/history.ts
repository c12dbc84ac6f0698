import { readsBefore } from '@tallyboard/metrics/formula';
import type { Judgement } from './alert.js';
import type { Judge } from './judge.js';
import { Ledger, type Span, type Sum } from './numbers/ledger.js';
import type { Judged } from './states/timeline.js';

/** What cells add up to for one group, interval by interval, in the order of the quantities of the judge. */
export interface GroupSums {
  group: readonly string[];
  steps: (readonly Sum[] | undefined)[];
  opening: readonly Sum[] | undefined;
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

/** With so many bounds no further instant is read at once: statements and answers would be long. */
const MOST_BOUNDS = 8_000;
/** Of more spans than these what lies between is read too. */
const MOST_SPANS = 64;
/** More groups than these of one rule are too many to look at; the first by name are judged. */
export const MOST_GROUPS = 2_000;

/** What a rule says at each of the instants, group by group: one computation for tests, backtests and what is live. */
export async function judgeHistory(
  judge: Judge,
  instants: readonly number[],
  read: ReadSums,
): Promise<GroupHistory[]> {
  const histories = new Map<string, GroupHistory>();
  const open = (group: readonly string[]): GroupHistory => {
    const key = JSON.stringify(group);
    const known = histories.get(key) ?? { group, judged: [] };
    histories.set(key, known);
    return known;
  };
  if (!judge.rule.by) open([]);
  const passed: number[] = [];
  for (const chunk of chunks(judge, instants)) {
    const { bounds, spans } = chunk;
    const sums = await read(
      judge,
      bounds,
      readsBefore(judge.metric.formula) || spans.length > MOST_SPANS ? undefined : spans,
    );
    const ledgers = new Map<string, Ledger>();
    for (const { group, steps, opening } of sums) {
      if (histories.size >= MOST_GROUPS && !histories.has(JSON.stringify(group))) continue;
      const history = open(group);
      // Of a group that is new, what was before is judged as nothing.
      if (history.judged.length < passed.length) {
        history.judged = passed.map((at) => ({ at, judgement: nothingAt(judge, at) }));
      }
      ledgers.set(JSON.stringify(group), new Ledger(judge.quantities, bounds, steps, opening));
    }
    const nothing = new Ledger(judge.quantities, bounds, [], undefined);
    for (const [key, history] of histories) {
      const ledger = ledgers.get(key) ?? nothing;
      for (const at of chunk.instants) history.judged.push({ at, judgement: judge.judge(at, ledger) });
    }
    passed.push(...chunk.instants);
  }
  return [...histories.values()];
}

/** Where a group begins: before anything was ever counted of it, nothing is said of it either. Epoch seconds; null: not yet. */
export const beginningOf = (judged: readonly Judged[]): number | null =>
  judged.find(({ judgement }) => judgement.n > 0)?.at ?? null;

/** The judgement of a group that is not there. */
const nothingAt = (judge: Judge, at: number): Judgement =>
  judge.judge(at, new Ledger(judge.quantities, edgesOf(judge, at), [], undefined));

interface Chunk {
  instants: number[];
  bounds: number[];
  spans: [number, number][];
}

/** As many instants at once as read few enough bounds; instants that follow each other share most of theirs. */
function* chunks(judge: Judge, instants: readonly number[]): Generator<Chunk> {
  let own: number[] = [];
  let edges = new Set<number>();
  let spans = new Map<string, Span>();
  const chunk = (): Chunk => ({
    instants: own,
    bounds: [...edges].sort((a, b) => a - b),
    spans: joined([...spans.values()]),
  });
  for (const at of instants) {
    if (edges.size > MOST_BOUNDS) {
      yield chunk();
      own = [];
      edges = new Set();
      spans = new Map();
    }
    own.push(at);
    for (const span of judge.spans(at)) {
      edges.add(span.from).add(span.to);
      spans.set(`${span.from}/${span.to}`, span);
    }
  }
  if (own.length > 0) yield chunk();
}

const edgesOf = (judge: Judge, at: number): number[] =>
  [...new Set(judge.spans(at).flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);

/** Spans that touch or overlap as one. */
function joined(spans: readonly Span[]): [number, number][] {
  const all: [number, number][] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
