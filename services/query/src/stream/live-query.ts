import type { Answer } from '@tallyboard/answers/answer';
import { type AskedPeriod, askedPeriod } from '@tallyboard/answers/asked-period';
import type { MetricRequest } from '@tallyboard/answers/metric-request';
import { Opening } from '@tallyboard/answers/opening';
import { looksUpProducts } from '@tallyboard/answers/products';
import { type Reach, reachOf } from '@tallyboard/answers/reach';
import { Refusal } from '@tallyboard/answers/refusal';
import type { Office } from '@tallyboard/api/query';
import { dependsOnNow } from '@tallyboard/metrics/formula';
import type { CellsRestated } from '@tallyboard/pipeline/messages';
import type { CompleteTo } from '@tallyboard/pipeline/progress';
import type { Gate } from './gate.js';
import { concerns, touches } from './touches.js';
import type { UpdateLog } from './update-log.js';

export interface LiveQueryDeps {
  /** Rejects once `signal` is aborted. */
  run(
    tenant: string,
    request: MetricRequest,
    signal: AbortSignal,
    opening: Opening,
  ): Promise<{ answer: Answer; period: AskedPeriod } | Refusal>;
  updates: UpdateLog;
  /** Of the whole pipeline, as heard so far. */
  completeTo(): CompleteTo;
  now(): number;
  gate: Gate;
  /** The answer to restated cells is there; `waitedMs` since the first of them was heard of. */
  onNewsAnswered(waitedMs: number): void;
  onFailure(error: unknown, q: string): void;
}

/** Runs of one query start at least this far apart, and three times as far as the last one took. */
const MIN_GAP_MS = 150;
const REST_FACTOR = 3;
const RETRY_MS = [500, 1_000, 2_000, 5_000] as const;
/** Answers that depend on the present instant are taken anew this often although no cell changes. */
const REFRESH_MS = 10_000;

/** What a subscriber has when it has been sent an answer. */
export interface Standing {
  version: number;
  /** Place in the update log up to which the answer is right. */
  place: number;
  completeTo: CompleteTo;
  /** What span the question meant. */
  stamp: string;
}

/**
 * One question of one tenant, asked once for all who subscribe to it: again when cells that it reads are restated,
 * when its relative period rolls over, and after a failure. At most one run is in flight.
 */
export class LiveQuery {
  /** Counts the different answers; 0: what it was when this began, asked or not. */
  version = 0;
  #outcome: { json: string } | { refusal: Refusal } | null = null;
  #period: AskedPeriod;
  #reach: Reach;
  /** What stocks go on from, so that a push does not read all of history. */
  readonly #opening = new Opening();
  #isDue = false;
  /** When the first restated cells were heard of that the next run reads; epoch ms. */
  #newsMs: number | null = null;
  /** Something may have changed the answer since this began. */
  #hasNews = false;
  #isRunning = false;
  /** While not settled: what the last answer stands for. */
  #place: number;
  #completeTo: CompleteTo;
  #isPlaceLost = false;
  /** Aborted when nobody listens any more. */
  readonly #end = new AbortController();
  #failures = 0;
  #nextStartMs = 0;
  #lastRunMs = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Each with the id of the client that it is of. */
  readonly #listeners = new Map<() => void, string>();
  #clients: ReadonlySet<string> = new Set();

  constructor(
    private readonly deps: LiveQueryDeps,
    readonly tenant: string,
    readonly q: string,
    readonly request: MetricRequest,
    period: AskedPeriod,
  ) {
    this.#period = period;
    this.#reach = reachOf(tenant, request, period);
    this.#place = deps.updates.head;
    this.#completeTo = deps.completeTo();
  }

  /** Calls `listener`, of a client, after each new answer; returns what ends it. */
  subscribe(listener: () => void, client: string): () => void {
    this.#listeners.set(listener, client);
    this.#clients = new Set(this.#listeners.values());
    return () => {
      this.#listeners.delete(listener);
      this.#clients = new Set(this.#listeners.values());
    };
  }

  get hasSubscribers(): boolean {
    return this.#listeners.size > 0;
  }

  /** The clients that wait for it, each once. */
  clients(): ReadonlySet<string> {
    return this.#clients;
  }

  /** Where the newest answer stands. While nothing that it reads has changed it stands for the present. */
  get standing(): Standing {
    const { isSettled } = this;
    return {
      version: this.version,
      place: isSettled ? this.deps.updates.head : this.#place,
      completeTo: isSettled ? this.deps.completeTo() : this.#completeTo,
      stamp: stampOf(this.#period),
    };
  }

  /** Neither running nor about to. */
  get isSettled(): boolean {
    return !this.#isDue && !this.#isRunning;
  }

  get reach(): Reach {
    return this.#reach;
  }

  /** Whether the passing of time alone changes the answer. */
  get isTimed(): boolean {
    // Who joins an office changes no cell, nor does a rate, nor a product that is renamed or merged.
    return (
      this.request.zeros ||
      this.request.currency !== null ||
      looksUpProducts(this.request) ||
      dependsOnNow(this.request.metric.formula) ||
      (this.#period.isOpen && this.#period.interval !== 'none')
    );
  }

  /** The newest answer as JSON (an object), or why there is none; null before the first. */
  get outcome(): { json: string } | { refusal: Refusal } | null {
    return this.#outcome;
  }

  /** Sees to it that there is an answer. */
  need(): void {
    if (!this.#outcome) this.#ask();
    else if (this.#isDue) this.#schedule();
  }

  /** Told of every update before it enters the log. */
  take(update: CellsRestated): void {
    if (!concerns(this.#reach, update)) return;
    this.#opening.restated(update.buckets);
    // While a run is under way it may read another span than the last one did.
    if (!this.#isRunning && !touches(this.#reach, update)) return;
    this.#newsMs ??= this.deps.now();
    this.invalidate();
  }

  /** Asks again soon. `isLost`: unknown updates were missed, so that the answer's place is unknown too. */
  invalidate(isLost = false): void {
    this.#hasNews = true;
    this.#ask(isLost);
  }

  #ask(isLost = false): void {
    if (this.isSettled) {
      this.#place = this.deps.updates.head;
      this.#completeTo = this.deps.completeTo();
    }
    if (isLost) {
      this.#opening.forget();
      this.#place = -1;
      this.#isPlaceLost = true;
    }
    this.#isDue = true;
    this.#schedule();
  }

  /** What is stored may be another than was read. */
  distrust(): void {
    this.#opening.forget();
  }

  /** Called about once a second. */
  tick(): void {
    const nowMs = this.deps.now();
    if (!this.isSettled) return;
    const { validUntilMs } = this.#period;
    const isStale = validUntilMs !== null && nowMs >= validUntilMs;
    if (isStale || (this.isTimed && nowMs - this.#lastRunMs >= REFRESH_MS)) this.invalidate();
  }

  close(): void {
    this.#end.abort();
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#clients = new Set();
  }

  #schedule(): void {
    if (this.#isRunning || this.#timer || this.#end.signal.aborted) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#isRunning = true;
        this.deps.gate(this, () => this.#run());
      },
      Math.max(0, this.#nextStartMs - this.deps.now()),
    );
  }

  async #run(): Promise<void> {
    const { deps } = this;
    if (!this.hasSubscribers) {
      this.#isRunning = false;
      return;
    }
    const startedMs = deps.now();
    const newsMs = this.#newsMs;
    this.#newsMs = null;
    const place = deps.updates.head;
    const completeTo = deps.completeTo();
    this.#isDue = false;
    this.#isPlaceLost = false;
    try {
      const result = await deps.run(this.tenant, this.request, this.#end.signal, this.#opening);
      this.#failures = 0;
      this.#place = this.#isPlaceLost ? -1 : place;
      this.#completeTo = completeTo;
      this.#isRunning = false;
      if (newsMs !== null) deps.onNewsAnswered(deps.now() - newsMs);
      this.#publish(result);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      if (this.#failures === 0) deps.onFailure(error, this.q);
      this.#failures += 1;
      this.#newsMs = newsMs ?? this.#newsMs;
      this.#isDue = true;
      this.#isRunning = false;
    }
    const tookMs = deps.now() - startedMs;
    this.#lastRunMs = deps.now();
    const waitMs =
      RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? Math.max(MIN_GAP_MS, REST_FACTOR * tookMs);
    this.#nextStartMs = startedMs + waitMs;
    if (this.#isDue) this.#schedule();
  }

  #publish(result: { answer: Answer; period: AskedPeriod } | Refusal): void {
    const before = this.#outcome;
    if (result instanceof Refusal) {
      this.#outcome = { refusal: result };
      if (before && 'refusal' in before && before.refusal.message === result.message) return;
    } else {
      const hasRolled = stampOf(result.period) !== stampOf(this.#period);
      this.#period = result.period;
      this.#reach = reachOf(this.tenant, this.request, result.period);
      const json = JSON.stringify(result.answer);
      if (before && 'json' in before && before.json === json && !hasRolled) return;
      this.#outcome = { json };
      // Streams that resumed have this answer already, although nobody asked for it in this process before.
      if (!before && !this.#hasNews && !hasRolled) {
        this.#tell();
        return;
      }
    }
    this.version += 1;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners.keys()]) listener();
  }
}

/** The period that a request means now, before anything is known of the extent of the data. */
export function presentPeriod(
  request: MetricRequest,
  nowMs: number,
  offices: Iterable<Office>,
): AskedPeriod | Refusal {
  return askedPeriod(request, nowMs, null, offices);
}

/** Differs when the same words mean another span, or when a further interval has begun. */
export function stampOf({ isOpen, from, to, validUntilMs }: AskedPeriod): string {
  return isOpen ? 'all' : `${from}/${validUntilMs ?? to}`;
}
