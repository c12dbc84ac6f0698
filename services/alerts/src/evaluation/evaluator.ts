import { createHash } from 'node:crypto';
import { type OfficeZone, rulesByZone } from '@tallyboard/alerting/by-zone';
import { secondsOf } from '@tallyboard/alerting/durations';
import type { ReadSums } from '@tallyboard/alerting/history';
import { everyOf, STEP_SECONDS } from '@tallyboard/alerting/instants';
import { type Judge, judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import { type GroupSteps, Track } from '@tallyboard/alerting/track';
import type { Logger } from '@tallyboard/runtime/logging';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { type Missing, missingStep } from './missing.js';
import { LATE_FROM, MISSING_FROM, type SourceStanding } from './sources.js';
import { transitionsOf } from './transitions.js';

export interface TenantRule {
  tenant: string;
  rule: Rule;
}

export interface EvaluatorDeps {
  rules(): readonly TenantRule[];
  book: AlertBook;
  read(tenant: string): ReadSums;
  silent(tenant: string, fact: string, at: number): Promise<SourceStanding[]>;
  /** Offices of a tenant with their zones, as far as they are known. */
  offices(tenant: string): Promise<readonly OfficeZone[]>;
  /** Names of offices and reps. */
  labels(tenant: string, group: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch ms, by Kafka's clock. */
  now(): number;
  log: Logger;
  onEvaluated(tookMs: number): void;
}

/** How a rule is doing, for whoever asks. */
export interface RuleStanding {
  /** Epoch seconds; null: not judged yet. */
  judgedTo: number | null;
  groups: number;
  /** Systems whose data are waited for, or, after the longest wait, missing. */
  waitingFor: readonly string[];
  isMissing: boolean;
  failure: string | null;
}

interface Watched extends TenantRule {
  judge: Judge;
  track: Track;
  fingerprint: string;
  facts: ReadonlySet<string>;
  /** Buckets that were restated since the last look, epoch seconds. */
  dirty: Set<number>;
  nextLookMs: number;
  missing: Missing | null;
  standing: RuleStanding;
}

const DEFAULT_WAIT = '2h';
/** What is waited for is looked for this often: each time reads weeks of events. */
const HELD_MS = 5_000;
/** Corrections are gathered for this long, and for ten times as long as a look takes. */
const REST_MS = 1_000;
const REST_FACTOR = 10;

/**
 * Judges rules as their time comes and as cells change. What it says follows from cells and watermarks alone: a process
 * that begins anew, or two at once, say the same steps under the same ids.
 */
export class Evaluator {
  #watched = new Map<string, Watched>();
  /** Of this run: rules of one fact and instant ask the same. */
  #silent = new Map<string, Promise<SourceStanding[]>>();

  constructor(private readonly deps: EvaluatorDeps) {}

  /** Nothing that was judged counts any more: cells may have changed unheard. */
  forget(): void {
    this.#watched = new Map();
  }

  /** Cells were restated. */
  restated(tenant: string, fact: string, buckets: readonly number[]): void {
    for (const each of this.#watched.values())
      if (each.tenant === tenant && each.facts.has(fact))
        for (const bucket of buckets) each.dirty.add(bucket);
  }

  standing(tenant: string, rule: string): RuleStanding | null {
    const parts = [...this.#watched.values()].filter(
      (each) => each.tenant === tenant && each.rule.name === rule,
    );
    if (parts.length === 0) return null;
    const standings = parts.map(({ standing }) => standing);
    return {
      judgedTo: standings.reduce<number | null>(
        (least, { judgedTo }) => (least === null || judgedTo === null ? judgedTo : Math.min(least, judgedTo)),
        standings[0]!.judgedTo,
      ),
      groups: standings.reduce((sum, { groups }) => sum + groups, 0),
      waitingFor: [...new Set(standings.flatMap(({ waitingFor }) => waitingFor))],
      isMissing: standings.some(({ isMissing }) => isMissing),
      failure: standings.find(({ failure }) => failure !== null)?.failure ?? null,
    };
  }

  /** Looks at every rule for which something is due; `completeTo`: epoch seconds up to which all that Kafka has is counted. */
  async run(completeTo: number, signal: AbortSignal): Promise<void> {
    await this.#sync();
    this.#silent = new Map();
    for (const watched of this.#watched.values()) {
      if (signal.aborted) return;
      try {
        await this.#look(watched, completeTo);
        watched.standing.failure = null;
      } catch (error) {
        if (signal.aborted) return;
        if (watched.standing.failure === null)
          this.deps.log.error(
            { err: error, rule: watched.rule.name },
            'a rule could not be judged; it is tried again',
          );
        watched.standing.failure = (error as Error).message;
        watched.nextLookMs = this.deps.now() + REST_MS * REST_FACTOR;
      }
    }
    await this.#sayMissing();
  }

  /** Takes up new and changed rules, and lets go of those that are no more. */
  async #sync(): Promise<void> {
    const { rules, book, say, now } = this.deps;
    const wanted = new Map<string, TenantRule & { fingerprint: string }>();
    for (const { tenant, rule } of rules()) {
      if (rule.enabled === false) continue;
      const offices = rule.tz === 'office' ? await this.deps.offices(tenant) : [];
      // An office that is new changes one part, and not since when the rule is there.
      for (const part of rulesByZone(rule, offices))
        wanted.set(`${tenant}/${rule.name}/${partOf(part)}`, {
          tenant,
          rule: part,
          fingerprint: fingerprintOf(rule),
        });
    }
    const records: AlertRecord[] = [];
    for (const [key, watched] of this.#watched)
      if (wanted.get(key)?.fingerprint !== watched.fingerprint) this.#watched.delete(key);
    for (const [key, { tenant, rule, fingerprint }] of wanted) {
      if (this.#watched.has(key)) continue;
      const judge = judgeOf(rule);
      if (book.ruleSince(tenant, rule.name, fingerprint) === null)
        records.push({ kind: 'rule', tenant, rule: rule.name, fingerprint });
      this.#watched.set(key, {
        tenant,
        rule,
        judge,
        fingerprint,
        track: new Track(tenant, judge),
        facts: new Set(judge.quantities.map(({ fact }) => fact)),
        dirty: new Set(),
        nextLookMs: now(),
        missing: null,
        standing: { judgedTo: null, groups: 0, waitingFor: [], isMissing: false, failure: null },
      });
    }
    await say([...records, ...this.#endOrphans()]);
  }

  /** Ends what is open of rules that are no more. */
  #endOrphans(): AlertRecord[] {
    const names = new Set(this.deps.rules().map(({ tenant, rule }) => `${tenant}/${rule.name}`));
    return this.deps.book.open().flatMap(({ steps }): AlertRecord[] => {
      const last = steps.at(-1)!;
      if (names.has(`${last.tenant}/${last.rule}`)) return [];
      const state = last.state === 'pending' ? 'inactive' : 'resolved';
      const id = digest(`${last.alert}/${steps.length}/no rule`);
      return [{ kind: 'transition', transition: { ...last, id, state } }];
    });
  }

  async #look(watched: Watched, completeTo: number): Promise<void> {
    const { deps } = this;
    const { track, tenant, judge, dirty } = watched;
    if (deps.now() < watched.nextLookMs) return;
    const read = deps.read(tenant);
    const began = deps.now();
    const expected = track.due(completeTo);
    const due = await this.#complete(watched, expected);
    const again = dirty.size === 0 ? [] : track.touched(dirty);
    const open = judge.isSureEarly && dirty.size > 0 ? this.#openInstant(watched, completeTo) : null;
    const buckets = new Set(dirty);
    if (due.length === 0 && again.length === 0 && open === null) {
      dirty.clear();
      if (expected.length > 0) watched.nextLookMs = deps.now() + HELD_MS;
      return;
    }
    dirty.clear();
    try {
      const said = (group: readonly string[]) => deps.book.said(tenant, watched.rule.name, group);
      if (again.length > 0 || due.length > 0) {
        await track.look([...again, ...due], read);
        await this.#say(watched, await track.steps(said, read), completeTo);
      }
      if (open !== null) await this.#say(watched, await track.early(open, said, read), completeTo);
    } catch (error) {
      for (const bucket of buckets) dirty.add(bucket);
      throw error;
    }
    const tookMs = deps.now() - began;
    deps.onEvaluated(tookMs);
    watched.nextLookMs =
      deps.now() + (due.length > 0 ? 0 : Math.max(open === null ? REST_MS : 0, REST_FACTOR * tookMs));
    watched.standing.judgedTo = track.judgedTo;
    watched.standing.groups = track.size;
  }

  /** The first instant that is not over. */
  #openInstant({ judge }: Watched, completeTo: number): number | null {
    const step = STEP_SECONDS[everyOf(judge.rule)];
    return judge.instants(completeTo, completeTo + step)[0] ?? null;
  }

  /**
   * Of instants those up to which every system that sends such data has told. One whose silence is nothing much is waited
   * for no longer than the rule says; while one is silent that usually says a lot, nothing is judged, and the rule says
   * that data are missing.
   */
  async #complete(watched: Watched, due: number[]): Promise<number[]> {
    const { rule, judge, tenant, facts, standing } = watched;
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

  async #say(watched: Watched, found: readonly GroupSteps[], completeTo: number): Promise<void> {
    if (found.length === 0) return;
    const { deps } = this;
    const { tenant, rule, judge, fingerprint } = watched;
    const sinceMs = deps.book.ruleSince(tenant, rule.name, fingerprint) ?? deps.now();
    const transitions = await transitionsOf({ tenant, judge, sinceMs }, found, completeTo, {
      read: deps.read(tenant),
      labels: (group) => deps.labels(tenant, group),
    });
    await deps.say(transitions.map((transition) => ({ kind: 'transition', transition })));
  }

  /** Says of which rules data are missing now, and of which they have come. */
  async #sayMissing(): Promise<void> {
    const { book, say } = this.deps;
    const records: AlertRecord[] = [];
    const rules = new Map<string, Watched[]>();
    for (const watched of this.#watched.values()) {
      const key = `${watched.tenant}/${watched.rule.name}`;
      rules.set(key, [...(rules.get(key) ?? []), watched]);
    }
    for (const parts of rules.values()) {
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

/** Of a rule by the clocks of offices, which offices. */
const partOf = ({ tz, filter }: Rule): string => JSON.stringify([tz, filter?.office]);

const fingerprints = new WeakMap<Rule, string>();

/** Rules are looked through several times a second, and read from their files seldom. */
function fingerprintOf(rule: Rule): string {
  const known = fingerprints.get(rule) ?? digest(JSON.stringify(rule));
  fingerprints.set(rule, known);
  return known;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);
