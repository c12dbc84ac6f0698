import { secondsOf } from '@tallyboard/alerting/durations';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { missingStep } from './missing.js';
import { LATE_FROM, MISSING_FROM, type SourceStanding } from './sources.js';
import { nameOf, type Watched, type WatchedRules } from './watched-rules.js';

export interface CompletenessDeps {
  book: AlertBook;
  silent(tenant: string, fact: string, at: number): Promise<SourceStanding[]>;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch ms, by Kafka's clock. */
  now(): number;
}

const DEFAULT_WAIT = '2h';

/** Of one look at all rules: up to which instant their data have come, and which of them miss some. */
export class Completeness {
  /** Rules of one fact and instant ask the same. */
  readonly #silent = new Map<string, Promise<SourceStanding[]>>();
  /** Rules that were asked about. */
  readonly #asked = new Set<string>();

  constructor(private readonly deps: CompletenessDeps) {}

  /**
   * Of instants those up to which every system that sends such data has told. One whose silence is nothing much is waited
   * for no longer than the rule says; while one is silent that usually says a lot, nothing is judged, and the rule says
   * that data are missing.
   */
  async of(watched: Watched, due: number[]): Promise<number[]> {
    const { rule, judge, tenant, facts, standing } = watched;
    this.#asked.add(nameOf(watched));
    const last = due.at(-1);
    // What asks whether anything comes at all does not wait for it.
    if (last === undefined || rule.missing) return due;
    const to = Math.max(...judge.spans(last).map((span) => span.to));
    const silent = (await Promise.all([...facts].map((fact) => this.#silentOf(tenant, fact, to)))).flat();
    const late = silent.filter(({ usual }) => usual >= LATE_FROM);
    const wait = secondsOf(rule.wait ?? DEFAULT_WAIT);
    const now = this.deps.now() / 1_000;
    const complete = (sources: readonly SourceStanding[], at: number) =>
      Math.max(...judge.spans(at).map((span) => span.to)) <=
      Math.min(to, ...sources.map(({ newest }) => newest));
    const much = late.filter(({ usual }) => usual >= MISSING_FROM);
    const known = due.filter((at) => complete(now - at >= wait ? much : late, at));
    standing.waitingFor = late.map(({ source }) => source);
    const since = due.find((at) => now - at >= wait && !known.includes(at));
    watched.missing = since === undefined ? null : { since, sources: much };
    standing.isMissing = since !== undefined;
    return known;
  }

  #silentOf(tenant: string, fact: string, at: number): Promise<SourceStanding[]> {
    const key = `${tenant}/${fact}/${at}`;
    const asked = this.#silent.get(key) ?? this.deps.silent(tenant, fact, at);
    this.#silent.set(key, asked);
    return asked;
  }

  /** Says of which rules data are missing now, and of which they have come. */
  async sayMissing(watched: WatchedRules): Promise<void> {
    const { book, say } = this.deps;
    const records: AlertRecord[] = [];
    for (const parts of watched.partsOf(this.#asked)) {
      // Of what could not be looked at nothing is known.
      if (parts.some(({ standing }) => standing.failure !== null)) continue;
      const [{ tenant, judge }] = parts as [Watched];
      const missing = parts.flatMap((part) => part.missing ?? []);
      const transition = missingStep(
        tenant,
        judge,
        missing.length === 0
          ? null
          : {
              since: Math.min(...missing.map(({ since }) => since)),
              sources: missing.flatMap(({ sources }) => sources),
            },
        book.missingOf(tenant, judge.rule.name),
      );
      if (transition) records.push({ kind: 'transition', transition });
    }
    await say(records);
  }
}
