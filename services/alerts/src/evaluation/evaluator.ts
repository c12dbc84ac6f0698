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
import { sharedBy, sharedReads } from './shared-reads.js';
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
  /** What rules that read the same groups of the same cells have in common. */
  shared: string;
  /** Buckets that were restated since their instants were judged, epoch seconds. */
  dirty: Set<number>;
  /** Cells were restated since its open instant was looked at. */
  isFresh: boolean;
  /** When it had its turn to be judged again. */
  correctedMs: number;
  /** It has failed, and is left alone until then. */
  retryMs: number;
  /** Data are waited for, and are asked for again then. */
  askMs: number;
  missing: Missing | null;
  standing: RuleStanding;
}

const DEFAULT_WAIT = '2h';
/** What is to be looked at of a rule. */
interface Work {
  watched: Watched;
  /** Instants that are over, ascending. */
  instants: readonly number[];
  /** One that is not over; null: none. */
  open: number | null;
}

/** What is waited for is looked for this often: each time reads weeks of events. */
const HELD_MS = 5_000;
const RETRY_MS = 10_000;
/** Offices may be new. */
const SYNC_MS = 5_000;
/** After open instants follows a rest of so long at least, */
const REST_MS = 500;
/** and, as after corrections, of so many times as long as the look took. */
const OPEN_REST = 2;
const CORRECTION_REST = 10;
/** So many instants are judged together, before anything else has its turn. */
const MOST_INSTANTS = 5_000;

/**
 * Judges rules as their time comes and as cells change. What it says follows from cells and watermarks alone: a process
 * that begins anew, or two at once, say the same steps under the same ids.
 */
export class Evaluator {
  #watched = new Map<string, Watched>();
  /** Of this run: rules of one fact and instant ask the same. */
  #silent = new Map<string, Promise<SourceStanding[]>>();
  /** Rules that were due in this run. */
  #due = new Set<string>();
  #synced: { rules: readonly TenantRule[]; untilMs: number } | null = null;
  #openMs = 0;
  #correctionsMs = 0;
  readonly #reads = new Map<string, ReadSums>();

  constructor(private readonly deps: EvaluatorDeps) {}

  /** Nothing that was judged counts any more: cells may have changed unheard. */
  forget(): void {
    this.#watched = new Map();
    this.#synced = null;
  }

  /** Cells were restated. */
  restated(tenant: string, fact: string, buckets: readonly number[]): void {
    for (const each of this.#watched.values())
      if (each.tenant === tenant && each.facts.has(fact)) {
        for (const bucket of buckets) each.dirty.add(bucket);
        each.isFresh = true;
      }
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
    this.#due = new Set();
    await this.#inTurns(await this.#workDue(completeTo, signal), completeTo, signal);
    await this.#lookAtOpen(completeTo, signal);
    await this.#judgeAgain(completeTo, signal);
    await this.#sayMissing();
  }

  /** Instants whose time has come, and with them what cells have changed before them. */
  async #workDue(completeTo: number, signal: AbortSignal): Promise<Work[]> {
    const now = this.deps.now();
    const expected = this.#ready().flatMap((watched) => {
      const due = now < watched.askMs ? [] : watched.track.due(completeTo);
      return due.length === 0 ? [] : [{ watched, due }];
    });
    const work: Work[] = [];
    await Promise.all(
      expected.map(({ watched, due }) =>
        this.#guarded(watched, signal, async () => {
          this.#due.add(nameOf(watched));
          const known = await this.#complete(watched, due);
          if (known.length === 0) watched.askMs = this.deps.now() + HELD_MS;
          else work.push({ watched, instants: [...touched(watched), ...known], open: null });
        }),
      ),
    );
    return work;
  }

  /** Instants that are not over, of rules that can hold already. */
  async #lookAtOpen(completeTo: number, signal: AbortSignal): Promise<void> {
    const began = this.deps.now();
    if (began < this.#openMs) return;
    const work = this.#ready().flatMap((watched): Work[] => {
      if (!watched.isFresh || !watched.judge.isSureEarly) return [];
      watched.isFresh = false;
      const open = this.#openInstant(watched, completeTo);
      // What must have held for a while depends on what was before.
      const instants = watched.rule.for === undefined ? [] : touched(watched);
      return open === null ? [] : [{ watched, instants, open }];
    });
    if (work.length === 0) return;
    await this.#inTurns(work, completeTo, signal);
    this.#openMs = this.#restFrom(began, OPEN_REST, REST_MS);
  }

  /** Instants of which cells have changed: of some rules that share their cells, those first that had their turn longest ago. */
  async #judgeAgain(completeTo: number, signal: AbortSignal): Promise<void> {
    const began = this.deps.now();
    if (began < this.#correctionsMs) return;
    const dirty = this.#ready()
      .filter(({ dirty: { size }, correctedMs }) => size > 0 && began - correctedMs >= 2 * REST_MS)
      .sort((a, b) => a.correctedMs - b.correctedMs);
    const work: Work[] = [];
    let count = 0;
    for (const watched of dirty) {
      if (watched.shared !== dirty[0]!.shared || count > MOST_INSTANTS) continue;
      watched.correctedMs = began;
      const instants = touched(watched);
      if (instants.length === 0) watched.dirty.clear();
      else work.push({ watched, instants, open: null });
      count += instants.length;
    }
    if (work.length === 0) return;
    await this.#inTurns(work, completeTo, signal);
    this.#correctionsMs = this.#restFrom(began, CORRECTION_REST, 0);
  }

  /** So many times as long as what began then has taken, and so long at least. */
  #restFrom(began: number, factor: number, leastMs: number): number {
    const now = this.deps.now();
    return now + Math.max(leastMs, factor * (now - began));
  }

  #ready(): Watched[] {
    const now = this.deps.now();
    return [...this.#watched.values()].filter(({ retryMs }) => now >= retryMs);
  }

  /** Rules that share their cells look at them at once, so that these are read once. */
  async #inTurns(work: readonly Work[], completeTo: number, signal: AbortSignal): Promise<void> {
    for (const some of turnsOf(work)) {
      if (signal.aborted) return;
      const began = this.deps.now();
      await Promise.all(
        some.map((each) => this.#guarded(each.watched, signal, () => this.#look(each, completeTo))),
      );
      this.deps.onEvaluated(this.deps.now() - began);
    }
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

  /** Takes up new and changed rules, and lets go of those that are no more. */
  async #sync(): Promise<void> {
    const { rules, book, say, now } = this.deps;
    if (this.#synced?.rules === rules() && now() < this.#synced.untilMs) return;
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
        shared: `${tenant}/${sharedBy(judge)}`,
        dirty: new Set(),
        isFresh: false,
        correctedMs: 0,
        retryMs: 0,
        askMs: 0,
        missing: null,
        standing: { judgedTo: null, groups: 0, waitingFor: [], isMissing: false, failure: null },
      });
    }
    await say([...records, ...this.#endOrphans()]);
    this.#synced = { rules: rules(), untilMs: now() + SYNC_MS };
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

  async #look({ watched, instants, open }: Work, completeTo: number): Promise<void> {
    const { track, tenant, dirty, rule } = watched;
    const read = this.#readOf(tenant);
    const said = (group: readonly string[]) => this.deps.book.said(tenant, rule.name, group);
    // What is restated meanwhile is looked at another time.
    const buckets = [...dirty];
    if (instants.length > 0) dirty.clear();
    try {
      if (instants.length > 0) {
        await track.look(instants, read);
        await this.#say(watched, await track.steps(said, read), completeTo);
      }
      if (open !== null) await this.#say(watched, await track.early(open, said, read), completeTo);
    } catch (error) {
      for (const bucket of buckets) dirty.add(bucket);
      watched.isFresh = true;
      throw error;
    }
    watched.standing.judgedTo = track.judgedTo;
    watched.standing.groups = track.size;
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
    if (this.#due.size > 0)
      for (const watched of this.#watched.values()) {
        const name = nameOf(watched);
        if (this.#due.has(name)) rules.set(name, [...(rules.get(name) ?? []), watched]);
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

const nameOf = ({ tenant, rule }: TenantRule): string => `${tenant}/${rule.name}`;

/** Instants that were judged by cells that have changed. */
const touched = ({ dirty, track }: Watched): number[] => (dirty.size === 0 ? [] : track.touched(dirty));

/** Work of rules that share their cells together, but not too much at once. */
function* turnsOf(work: readonly Work[]): Generator<Work[]> {
  const byShared = new Map<string, Work[]>();
  for (const each of work) {
    const own = byShared.get(each.watched.shared);
    if (own) own.push(each);
    else byShared.set(each.watched.shared, [each]);
  }
  for (const own of byShared.values()) {
    let [some, instants]: [Work[], number] = [[], 0];
    for (const each of own) {
      if (some.length > 0 && instants + each.instants.length > MOST_INSTANTS) {
        yield some;
        [some, instants] = [[], 0];
      }
      some.push(each);
      instants += each.instants.length;
    }
    yield some;
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
