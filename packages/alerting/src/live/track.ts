import { readsBefore } from '@tallyboard/metrics/formula';
import type { Judgement } from '../alert.js';
import { judgeEach, judgeHistory, type ReadSums } from '../history.js';
import type { Judge } from '../judge.js';
import { type Said, type Step, stepsBetween } from '../states/reconcile.js';
import { episodesOf } from '../states/timeline.js';
import { secondsOf } from '../time/durations.js';
import { everyOf, STEP_SECONDS } from '../time/instants.js';
import { Marks } from './marks.js';

/** How far back a correction still changes what is said, in steps of a rule: three days of quarter hours, ninety days. */
const HORIZON_STEPS = { '15m': 3 * 96, '1h': 14 * 24, '1d': 90 } as const;

const QUARTER = 900;

const UNKNOWN = 0;
const HOLDS = 1;
const HOLDS_NOT = 2;

interface Group {
  group: readonly string[];
  /** The first instant at which anything was counted of it; null: nothing yet. */
  beginning: number | null;
  /** Of the marks, which say what was judged at each instant. */
  row: number;
}

/** What changes of one group, and the steps that say so. */
export interface GroupSteps {
  group: readonly string[];
  steps: Step[];
}

/**
 * What one rule says of each of its groups over the last days, kept up to date: instants are judged once when their
 * time has come, and again when cells that they read are restated.
 */
export class Track {
  #instants: number[] = [];
  /** Before this instant, epoch seconds, nothing is due. */
  #nothingBefore = Number.NEGATIVE_INFINITY;
  /** The first bucket that the first instant reads. */
  #oldest = { at: Number.NaN, bucket: 0 };
  readonly #groups = new Map<string, Group>();
  readonly #marks = new Marks();

  constructor(
    readonly tenant: string,
    readonly judge: Judge,
  ) {}

  /** The newest instant that was judged, epoch seconds; null: none yet. */
  get judgedTo(): number | null {
    return this.#instants.at(-1) ?? null;
  }

  /** How many groups it knows. */
  get size(): number {
    return this.#groups.size;
  }

  /** The first instant that is looked at when the newest is `to`. */
  horizon(to: number): number {
    const every = everyOf(this.judge.rule);
    return to - HORIZON_STEPS[every] * STEP_SECONDS[every] - this.#holdSeconds();
  }

  /** Instants up to `to` that were not judged yet; at the beginning all since the horizon. */
  due(to: number): number[] {
    if (to < this.#nothingBefore) return [];
    const due = this.judge.instants(this.judgedTo ?? this.horizon(to), to);
    // Instants are ends of quarter hours.
    if (due.length === 0) this.#nothingBefore = (Math.floor(to / QUARTER) + 1) * QUARTER;
    return due;
  }

  /**
   * The bucket by which it is known that one was restated (epoch seconds); null: no judged instant reads it. Of those that
   * only count for what was before all spans one stands for all.
   */
  bucketRead(bucket: number): number | null {
    const [first] = this.#instants;
    if (first === undefined) return bucket;
    if (this.#oldest.at !== first) {
      const starts = this.judge.spans(first).map(({ from }) => from);
      this.#oldest = { at: first, bucket: Math.floor(Math.min(...starts) / QUARTER) * QUARTER };
    }
    if (bucket >= this.#oldest.bucket) return bucket;
    return readsBefore(this.judge.metric.formula) ? this.#oldest.bucket - QUARTER : null;
  }

  /** Judged instants that read one of these buckets (epoch seconds). */
  touched(buckets: ReadonlySet<number>): number[] {
    const last = this.judgedTo;
    let first = Number.POSITIVE_INFINITY;
    for (const bucket of buckets) first = Math.min(first, bucket);
    // Most of what is restated is the quarter of an hour that is not over.
    const isRead = last !== null && this.judge.spans(last).some(({ to }) => to > first);
    if (!isRead) return [];
    if (readsBefore(this.judge.metric.formula)) {
      return this.#instants.filter((at) => this.judge.spans(at).some(({ to }) => to > first));
    }
    return this.#instants.filter((at) =>
      this.judge.spans(at).some(({ from, to }) => {
        if ((to - from) / 900 > buckets.size)
          return [...buckets].some((bucket) => bucket >= from && bucket < to);
        for (let bucket = from; bucket < to; bucket += 900) if (buckets.has(bucket)) return true;
        return false;
      }),
    );
  }

  /** Judges these instants, in the order of time, for the first time or again. */
  async look(instants: readonly number[], read: ReadSums): Promise<void> {
    if (instants.length === 0) return;
    const isNew = (at: number) => at > (this.judgedTo ?? Number.NEGATIVE_INFINITY);
    const added = instants.filter(isNew);
    const place = new Map([...this.#instants, ...added].map((at, i) => [at, i]));
    const heard = new Set<string>();
    this.#marks.resize(place.size);
    // Nothing of a judgement is kept but whether it holds: of many rules the judgements of days are much.
    await judgeEach(this.judge, instants, read, (key, group, { at, judgement }) => {
      heard.add(key);
      const known = this.#groups.get(key) ?? { group, beginning: null, row: this.#marks.addRow() };
      this.#groups.set(key, known);
      if (judgement.n > 0) known.beginning = Math.min(at, known.beginning ?? at);
      const isKnown = known.beginning !== null && at >= known.beginning;
      this.#marks.set(known.row, place.get(at)!, isKnown ? markOf(judgement) : UNKNOWN);
    });
    // Of a group of which nothing is read any more there is nothing.
    for (const [key, { row }] of this.#groups)
      if (!heard.has(key)) for (const at of instants) this.#marks.set(row, place.get(at)!, HOLDS_NOT);
    this.#instants.push(...added);
    this.#forget();
  }

  /**
   * The steps by which what was said becomes what is so. `open`: groups of which something is open, with those among them
   * of which nothing is read any more: of these there is nothing.
   */
  async steps(
    said: (group: readonly string[]) => readonly Said[],
    read: ReadSums,
    open: readonly (readonly string[])[] = [],
  ): Promise<GroupSteps[]> {
    const found: GroupSteps[] = [];
    const first = this.#instants[0];
    if (first === undefined) return found;
    for (const group of open) {
      const key = JSON.stringify(group);
      if (!this.#groups.has(key))
        this.#groups.set(key, { group, beginning: null, row: this.#marks.addRow() });
    }
    for (const { group, row } of this.#groups.values()) {
      const marks = this.#marks.of(row);
      const own = this.#inReach(said(group));
      if (own.length === 0 && !marks.includes(HOLDS)) continue;
      const judged = this.#instants.map((at, i) => ({ at, judgement: stub(marks[i]!) }));
      const steps = stepsBetween(
        { tenant: this.tenant, rule: this.judge.rule.name, group },
        own,
        episodesOf(this.judge.rule, judged),
        judged.at(-1)!,
        first + this.#holdSeconds(),
      );
      if (steps.length > 0) found.push({ group, steps });
    }
    await this.#tell(found, read);
    return found;
  }

  /**
   * Steps of groups for which the rule holds already at an instant that is not over, where nothing that comes can change
   * that. Nothing is kept: the instant is judged when its time has come.
   */
  async early(
    at: number,
    said: (group: readonly string[]) => readonly Said[],
    read: ReadSums,
  ): Promise<GroupSteps[]> {
    const found: GroupSteps[] = [];
    for (const { group, judged } of await judgeHistory(this.judge, [at], read)) {
      if (judged[0]!.judgement.holds !== true) continue;
      const all = said(group);
      // It is known, and what fires need not be judged before its time.
      if (all.some((each) => each.firedAt === at || isFiring(each))) continue;
      const row = this.#groups.get(JSON.stringify(group))?.row;
      const marks = row === undefined ? [] : this.#marks.of(row);
      const before = this.#instants.map((instant, i) => ({
        at: instant,
        judgement: stub(marks[i] ?? UNKNOWN),
      }));
      const steps = stepsBetween(
        { tenant: this.tenant, rule: this.judge.rule.name, group },
        this.#inReach(all),
        episodesOf(this.judge.rule, [...before, judged[0]!]),
        judged[0]!,
        at,
      ).filter(({ state, judged: { at: step } }) => state === 'firing' && step === at);
      if (steps.length > 0) found.push({ group, steps });
    }
    return found;
  }

  /** What was said of the time that is kept; what was said early waits until it is judged. */
  #inReach(said: readonly Said[]): Said[] {
    const [first = 0, last = 0] = [this.#instants[0], this.#instants.at(-1)];
    return said.filter(
      ({ endedAt, firedAt, since }) =>
        (firedAt ?? since) <= last && (endedAt === null || (firedAt ?? endedAt) >= first),
    );
  }

  /** Of each step the judgement in full, of which only the mark was kept. */
  async #tell(found: readonly GroupSteps[], read: ReadSums): Promise<void> {
    const at = [...new Set(found.flatMap(({ steps }) => steps.map(({ judged }) => judged.at)))].sort(
      (a, b) => a - b,
    );
    if (at.length === 0) return;
    const histories = await judgeHistory(this.judge, at, read);
    const full = new Map(
      histories.flatMap(({ group, judged }) =>
        judged.map((each) => [JSON.stringify([group, each.at]), each] as const),
      ),
    );
    for (const { group, steps } of found)
      for (const step of steps)
        step.judged = full.get(JSON.stringify([group, step.judged.at])) ?? step.judged;
  }

  #holdSeconds(): number {
    const { for: hold, clear_after } = this.judge.rule;
    const seconds = hold ? secondsOf(hold) : 0;
    return seconds + (clear_after ? secondsOf(clear_after) : seconds);
  }

  #forget(): void {
    const first = this.horizon(this.#instants.at(-1)!);
    const gone = this.#instants.findIndex((at) => at > first);
    if (gone <= 0) return;
    this.#instants = this.#instants.slice(gone);
    this.#marks.forget(gone);
    if (!this.judge.rule.by) return;
    for (const [key, { row }] of this.#groups)
      if (this.#marks.of(row).every((mark) => mark === UNKNOWN)) {
        this.#groups.delete(key);
        this.#marks.dropRow(row);
      }
  }
}

const isFiring = ({ firedAt, endedAt, isWithdrawn }: Said): boolean =>
  firedAt !== null && endedAt === null && !isWithdrawn;

const markOf = ({ holds }: Judgement): number => (holds === null ? UNKNOWN : holds ? HOLDS : HOLDS_NOT);

const stub = (mark: number): Judgement => ({
  holds: mark === UNKNOWN ? null : mark === HOLDS,
  value: null,
  n: 0,
  from: 0,
  to: 0,
  against: null,
  chance: null,
});
