import type { ReadSums } from '@tallyboard/alerting/history';
import { everyOf, STEP_SECONDS } from '@tallyboard/alerting/instants';
import type { GroupSteps } from '@tallyboard/alerting/track';
import { Completeness, type CompletenessDeps } from './completeness.js';
import { looksAt } from './looks-at.js';
import { sharedReads } from './shared-reads.js';
import { transitionsOf } from './transitions.js';
import { MOST_INSTANTS, readingsOf, takeTouched, turnsOf, type Work } from './turns.js';
import { type RuleStanding, type Watched, WatchedRules, type WatchedRulesDeps } from './watched-rules.js';

export interface EvaluatorDeps extends WatchedRulesDeps, CompletenessDeps {
  read(tenant: string): ReadSums;
  /** Names of offices and reps. */
  labels(tenant: string, group: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  onEvaluated(tookMs: number): void;
}

/** What is waited for is looked for this often: each time reads weeks of events. */
const HELD_MS = 5_000;
const RETRY_MS = 10_000;
/** After open instants follows a rest of so long at least, */
const REST_MS = 500;
/** and, as after corrections, of so many times as long as the look took. */
const OPEN_REST = 2;
const CORRECTION_REST = 10;

/**
 * Judges rules as their time comes and as cells change. What it says follows from cells and watermarks alone: a process
 * that begins anew, or two at once, say the same steps under the same ids.
 */
export class Evaluator {
  readonly #watched: WatchedRules;
  /** Of each tenant. */
  readonly #reads = new Map<string, ReadSums>();
  /** When rests are over. */
  #openMs = 0;
  #correctionsMs = 0;

  constructor(private readonly deps: EvaluatorDeps) {
    this.#watched = new WatchedRules(deps);
  }

  /** Nothing that was judged counts any more: cells may have changed unheard. */
  forget(): void {
    this.#watched.forget();
  }

  /** Cells were restated. */
  restated(tenant: string, fact: string, buckets: readonly number[]): void {
    this.#watched.restated(tenant, fact, buckets);
  }

  standing(tenant: string, rule: string): RuleStanding | null {
    return this.#watched.standing(tenant, rule);
  }

  /** Looks at every rule for which something is due; `completeTo`: epoch seconds up to which all that Kafka has is counted. */
  async run(completeTo: number, signal: AbortSignal): Promise<void> {
    await this.#watched.sync();
    const complete = new Completeness(this.deps);
    for (const some of turnsOf(await this.#workDue(completeTo, complete, signal))) {
      await this.#inTurn(some, completeTo, signal);
      // However much is due, what begins to hold now waits for a turn and not for all of them.
      await this.#lookAtOpen(completeTo, signal);
    }
    await this.#lookAtOpen(completeTo, signal);
    await this.#judgeAgain(completeTo, signal);
    await complete.sayMissing(this.#watched);
  }

  /** Instants whose time has come, and with them what cells have changed before them. */
  async #workDue(completeTo: number, complete: Completeness, signal: AbortSignal): Promise<Work[]> {
    const now = this.deps.now();
    const expected = this.#watched.ready().flatMap((watched) => {
      if (now < watched.askMs) return [];
      const due = watched.track.due(completeTo);
      watched.isBehind = due.length > 0;
      return watched.isBehind ? [{ watched, due }] : [];
    });
    const work: Work[] = [];
    await Promise.all(
      expected.map(({ watched, due }) =>
        this.#guarded(watched, signal, async () => {
          const known = await complete.of(watched, due);
          if (known.length === 0) {
            watched.askMs = this.deps.now() + HELD_MS;
            return;
          }
          watched.isDue = true;
          const { instants, buckets } = takeTouched(watched);
          work.push({ watched, instants: [...instants, ...known], buckets, open: null });
        }),
      ),
    );
    return work;
  }

  /** Instants that are not over, of rules that can hold already. */
  async #lookAtOpen(completeTo: number, signal: AbortSignal): Promise<void> {
    const began = this.deps.now();
    if (began < this.#openMs) return;
    const work = this.#watched.ready().flatMap((watched): Work[] => {
      if (!watched.isFresh || watched.isDue || !watched.judge.isSureEarly) return [];
      watched.isFresh = false;
      const open = this.#openInstant(watched, completeTo);
      return open === null ? [] : [{ watched, instants: [], buckets: [], open }];
    });
    if (work.length === 0) return;
    for (const some of readingsOf(work)) await this.#inTurn(some, completeTo, signal);
    this.#openMs = this.#restFrom(began, OPEN_REST, REST_MS);
  }

  /** Instants of which cells have changed: of some rules that share their cells, those first that had their turn longest ago. */
  async #judgeAgain(completeTo: number, signal: AbortSignal): Promise<void> {
    const began = this.deps.now();
    if (began < this.#correctionsMs) return;
    const dirty = this.#watched
      .ready()
      .filter(({ dirty: { size }, correctedMs }) => size > 0 && began - correctedMs >= 2 * REST_MS)
      .sort((a, b) => a.correctedMs - b.correctedMs);
    const work: Work[] = [];
    let count = 0;
    for (const watched of dirty) {
      if (watched.shared !== dirty[0]!.shared || count > MOST_INSTANTS) continue;
      watched.correctedMs = began;
      const touched = takeTouched(watched);
      if (touched.instants.length > 0) work.push({ watched, ...touched, open: null });
      count += touched.instants.length;
    }
    if (work.length === 0) return;
    for (const some of turnsOf(work)) await this.#inTurn(some, completeTo, signal);
    this.#correctionsMs = this.#restFrom(began, CORRECTION_REST, 0);
  }

  /** So many times as long as what began then has taken, and so long at least. */
  #restFrom(began: number, factor: number, leastMs: number): number {
    const now = this.deps.now();
    return now + Math.max(leastMs, factor * (now - began));
  }

  /** Rules that share their cells look at them at once, so that these are read once. */
  async #inTurn(work: readonly Work[], completeTo: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const began = this.deps.now();
    await Promise.all(
      work.map((each) => this.#guarded(each.watched, signal, () => this.#look(each, completeTo))),
    );
    this.deps.onEvaluated(this.deps.now() - began);
  }

  /** What fails is tried again later, and holds up no other rule. */
  async #guarded(watched: Watched, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
    try {
      await run();
      watched.standing.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      if (watched.standing.failure === null)
        this.deps.log.error(
          { err: error, rule: watched.rule.name },
          'a rule could not be judged; it is tried again',
        );
      watched.standing.failure = (error as Error).message;
      watched.retryMs = this.deps.now() + RETRY_MS;
    }
  }

  async #look({ watched, instants, buckets, open }: Work, completeTo: number): Promise<void> {
    const { track, tenant, rule } = watched;
    try {
      if (instants.length > 0) await this.#lookBack(watched, { instants, buckets }, completeTo);
      if (open === null) return;
      const early = () =>
        track.early(open, (group) => this.deps.book.said(tenant, rule.name, group), this.#readOf(tenant));
      let found = await early();
      // What goes on since before is no alert of its own.
      const before = found.length > 0 ? takeTouched(watched) : { instants: [], buckets: [] };
      if (before.instants.length > 0) {
        await this.#lookBack(watched, before, completeTo);
        found = await early();
      }
      await this.#say(watched, found, completeTo);
    } catch (error) {
      watched.isFresh = true;
      throw error;
    } finally {
      watched.isDue = false;
    }
  }

  /** Judges instants that are over, and says what has changed by that. */
  async #lookBack(
    watched: Watched,
    { instants, buckets }: Pick<Work, 'instants' | 'buckets'>,
    completeTo: number,
  ): Promise<void> {
    const { track, tenant, dirty, rule } = watched;
    const read = this.#readOf(tenant);
    try {
      await track.look(instants, read);
      const said = (group: readonly string[]) => this.deps.book.said(tenant, rule.name, group);
      await this.#say(watched, await track.steps(said, read, this.#openGroups(watched)), completeTo);
    } catch (error) {
      for (const bucket of buckets) dirty.add(bucket);
      throw error;
    }
    // Whether an open instant goes on with what came before may be another matter now.
    watched.isFresh = true;
    watched.standing.judgedTo = track.judgedTo;
    watched.standing.groups = track.size;
  }

  /** Of a rule that looks at them, or its part. */
  #openGroups({ tenant, rule }: Watched): string[][] {
    return this.deps.book
      .openOf(tenant, rule.name)
      .map(({ steps }) => steps[0]!)
      .filter(({ state, group }) => state !== 'data_missing' && looksAt(rule, group))
      .map(({ group }) => (rule.by ?? []).map((name) => group[name]!));
  }

  #readOf(tenant: string): ReadSums {
    const known = this.#reads.get(tenant) ?? sharedReads(this.deps.read(tenant));
    this.#reads.set(tenant, known);
    return known;
  }

  /** The first instant that is not over. */
  #openInstant({ judge }: Watched, completeTo: number): number | null {
    const step = STEP_SECONDS[everyOf(judge.rule)];
    return judge.instants(completeTo, completeTo + step)[0] ?? null;
  }

  async #say(watched: Watched, found: readonly GroupSteps[], completeTo: number): Promise<void> {
    if (found.length === 0) return;
    const { deps } = this;
    const { tenant, rule, judge, fingerprint } = watched;
    const sinceMs = deps.book.rules.since(tenant, rule.name, fingerprint) ?? deps.now();
    const transitions = await transitionsOf({ tenant, judge, sinceMs }, found, completeTo, {
      read: deps.read(tenant),
      labels: (group) => deps.labels(tenant, group),
    });
    await deps.say(transitions.map((transition) => ({ kind: 'transition', transition })));
  }
}
