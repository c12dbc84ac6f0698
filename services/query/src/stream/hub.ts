import type { AskedPeriod } from '@tallyboard/answers/asked-period';
import type { MetricRequest } from '@tallyboard/answers/metric-request';
import type { Update } from '@tallyboard/pipeline/messages';
import type { Progress } from '@tallyboard/pipeline/progress';
import { LiveQuery, type LiveQueryDeps } from './live-query.js';
import type { Subscription } from './quota.js';
import type { UpdateListener } from './update-feed.js';

/** Something that wants to be woken about once a second: an open stream. */
export interface Ticking {
  tick(): void;
  /** Ends it because the service stops. */
  stop(): void;
  /** Of what was written, what its client has not taken. */
  readonly unreadBytes: number;
}

/** Everything that is subscribed to in this process, kept current by the updates that it hears. */
export class Hub implements UpdateListener {
  readonly #queries = new Map<string, LiveQuery>();
  readonly #streams = new Map<Ticking, Subscription>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deps: LiveQueryDeps,
    private readonly progress: Progress,
  ) {}

  get streamCount(): number {
    return this.#streams.size;
  }

  get questionCount(): number {
    return this.#queries.size;
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const stream of [...this.#streams.keys()]) stream.stop();
    for (const query of this.#queries.values()) query.close();
    this.#queries.clear();
  }

  /** The shared query for these words; `period` is what they mean now. */
  query(tenant: string, q: string, request: MetricRequest, period: AskedPeriod): LiveQuery {
    const key = `${tenant}/${q}`;
    const known = this.#queries.get(key);
    if (known) return known;
    const made = new LiveQuery(this.deps, tenant, q, request, period);
    this.#queries.set(key, made);
    return made;
  }

  /** What the open streams take. */
  get subscriptions(): Iterable<Subscription> {
    return this.#streams.values();
  }

  /** What the streams of one client hold for it, in bytes. */
  unreadBytes(client: string): number {
    let bytes = 0;
    for (const [stream, subscription] of this.#streams)
      if (subscription.client.id === client) bytes += stream.unreadBytes;
    return bytes;
  }

  /** Keeps a stream ticking until the returned function is called. */
  open(stream: Ticking, subscription: Subscription): () => void {
    this.#streams.set(stream, subscription);
    return () => {
      this.#streams.delete(stream);
      this.#sweep();
    };
  }

  begin(partition: number, next: number): void {
    this.deps.updates.begin(partition, next);
  }

  message(partition: number, offset: number, update: Update | null): void {
    const { updates } = this.deps;
    // Queries note how far they were right before this message counts: hence this order.
    if (!updates.hear(partition, offset)) for (const query of this.#queries.values()) query.invalidate(true);
    if (update?.kind === 'cells') {
      for (const query of this.#queries.values()) query.take(update);
      updates.add(partition, offset, update);
    } else if (update?.kind === 'progress') this.progress.take(update);
  }

  forgetProgress(): void {
    this.progress.forget();
    for (const query of this.#queries.values()) query.distrust();
  }

  tick(): void {
    for (const query of this.#queries.values()) query.tick();
    for (const stream of [...this.#streams.keys()]) stream.tick();
  }

  /** Forgets queries that nobody listens to. */
  #sweep(): void {
    for (const [key, query] of this.#queries)
      if (!query.hasSubscribers) {
        query.close();
        this.#queries.delete(key);
      }
  }
}
