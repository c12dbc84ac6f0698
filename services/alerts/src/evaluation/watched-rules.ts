import type { Transition } from '@tallyboard/alerting/alert';
import { type OfficeZone, rulesByZone } from '@tallyboard/alerting/by-zone';
import { digest } from '@tallyboard/alerting/digest';
import { type Judge, judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import { Track } from '@tallyboard/alerting/track';
import type { Logger } from '@tallyboard/runtime/logging';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { failureOf } from './failure-of.js';
import { looksAt } from './looks-at.js';
import type { Missing } from './missing.js';
import { ruleSaid } from './rule-said.js';
import { sharedBy } from './shared-reads.js';

export interface TenantRule {
  tenant: string;
  rule: Rule;
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

/** A rule that is judged; of one that goes by the clocks of offices, the part of one zone. */
export interface Watched extends TenantRule {
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
  /** Instants of it are over and have their turn. */
  isDue: boolean;
  /** Instants of it were over and not judged when it was last looked through. */
  isBehind: boolean;
  /** When it had its turn to be judged again. */
  correctedMs: number;
  /** It has failed, and is left alone until then. */
  retryMs: number;
  /** Data are waited for, and are asked for again then. */
  askMs: number;
  missing: Missing | null;
  standing: RuleStanding;
}

export interface WatchedRulesDeps {
  rules(): readonly TenantRule[];
  /** Rules and alerts of other tenants are judged, and ended, by somebody else. */
  isOurs(tenant: string): boolean;
  book: AlertBook;
  /** Offices of a tenant with their zones, as far as they are known. */
  offices(tenant: string): Promise<readonly OfficeZone[]>;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch ms, by Kafka's clock. */
  now(): number;
  log: Logger;
}

interface Wanted extends TenantRule {
  /** Of a part of a rule, all of it. */
  whole: Rule;
  fingerprint: string;
}

const NOT_JUDGED: RuleStanding = {
  judgedTo: null,
  groups: 0,
  waitingFor: [],
  isMissing: false,
  failure: null,
};

/** Offices may be new. */
const SYNC_MS = 5_000;

/** The rules in force, each with what is known of it. */
export class WatchedRules {
  #watched = new Map<string, Watched>();
  /** Why rules are left out, by their names (`nameOf`). */
  #failures = new Map<string, string>();
  #isHeldUp = false;
  #synced: { rules: readonly TenantRule[]; untilMs: number } | null = null;

  constructor(private readonly deps: WatchedRulesDeps) {}

  /** Nothing that was judged counts any more: cells may have changed unheard. */
  forget(): void {
    this.#watched = new Map();
    this.#failures = new Map();
    this.#synced = null;
  }

  /** Cells were restated. */
  restated(tenant: string, fact: string, buckets: readonly number[]): void {
    for (const each of this.#watched.values())
      if (each.tenant === tenant && each.facts.has(fact)) {
        for (const bucket of buckets) {
          const read = each.track.bucketRead(bucket);
          if (read !== null) each.dirty.add(read);
        }
        each.isFresh = true;
      }
  }

  /** Rules that have not just failed. */
  ready(): Watched[] {
    const now = this.deps.now();
    return [...this.#watched.values()].filter(({ retryMs }) => now >= retryMs);
  }

  /** Parts of the rules of these names (`nameOf`). */
  partsOf(names: ReadonlySet<string>): Watched[][] {
    return names.size === 0 ? [] : [...this.#byName((name) => names.has(name)).values()];
  }

  /** Parts of rules by the names (`nameOf`) of these. */
  #byName(isAsked: (name: string) => boolean): Map<string, Watched[]> {
    const rules = new Map<string, Watched[]>();
    for (const watched of this.#watched.values()) {
      const name = nameOf(watched);
      if (isAsked(name)) rules.set(name, [...(rules.get(name) ?? []), watched]);
    }
    return rules;
  }

  standing(tenant: string, rule: string): RuleStanding | null {
    const parts = [...this.#watched.values()].filter(
      (each) => each.tenant === tenant && each.rule.name === rule,
    );
    const failure = this.#failures.get(`${tenant}/${rule}`) ?? null;
    if (parts.length === 0) return failure === null ? null : { ...NOT_JUDGED, failure };
    const standings = parts.map(({ standing }) => standing);
    return {
      judgedTo: judgedToOf(parts),
      groups: standings.reduce((sum, { groups }) => sum + groups, 0),
      waitingFor: [...new Set(standings.flatMap(({ waitingFor }) => waitingFor))],
      isMissing: standings.some(({ isMissing }) => isMissing),
      failure: standings.find(({ failure }) => failure !== null)?.failure ?? failure,
    };
  }

  /** Takes up new and changed rules, and lets go of those that are no more. */
  async sync(): Promise<void> {
    const { rules, say, now } = this.deps;
    if (this.#synced?.rules === rules() && now() < this.#synced.untilMs) return;
    const wanted = await this.#wanted();
    for (const [key, watched] of this.#watched)
      if (wanted.get(key)?.fingerprint !== watched.fingerprint) this.#watched.delete(key);
    const fresh = [...wanted].filter(([key]) => !this.#watched.has(key));
    // What cannot be said is fresh the next time, too.
    await say(this.#beginnings(fresh.map(([, each]) => each)));
    for (const [key, each] of fresh) this.#watched.set(key, watchedFromNow(each));
    this.#synced = { rules: rules(), untilMs: now() + SYNC_MS };
    await this.#endOrphans();
  }

  /** Since when rules are judged of which that is not said yet: once a rule, however many parts it has. */
  #beginnings(fresh: readonly Wanted[]): AlertRecord[] {
    const unsaid = fresh.filter(
      ({ tenant, rule, fingerprint }) => this.deps.book.rules.since(tenant, rule.name, fingerprint) === null,
    );
    return [...new Map(unsaid.map((each) => [nameOf(each), each])).values()].map(
      ({ tenant, whole, fingerprint }) => ruleSaid(tenant, whole, fingerprint),
    );
  }

  /** Parts of the rules in force that can be judged, by their keys; of the others it is kept why not. */
  async #wanted(): Promise<Map<string, Wanted>> {
    const wanted = new Map<string, Wanted>();
    const failures = new Map<string, string>();
    for (const { tenant, rule } of this.deps.rules()) {
      if (rule.enabled === false || !this.deps.isOurs(tenant)) continue;
      const isByOffice = rule.tz === 'office' && failureOf(rule) === null;
      const offices = isByOffice ? await this.deps.offices(tenant) : [];
      // An office that is new changes one part, and not since when the rule is there.
      for (const part of isByOffice ? rulesByZone(rule, offices) : [rule]) {
        const failure = failureOf(part);
        if (failure === null)
          wanted.set(`${tenant}/${rule.name}/${partOf(part)}`, {
            tenant,
            rule: part,
            whole: rule,
            fingerprint: fingerprintOf(rule),
          });
        else failures.set(nameOf({ tenant, rule }), failure);
      }
    }
    for (const [rule, failure] of failures)
      if (this.#failures.get(rule) !== failure)
        this.deps.log.error({ rule, failure }, 'a rule cannot be judged and is left out');
    this.#failures = failures;
    return wanted;
  }

  /** Ends what is open and not watched any more. What fails is tried again later, and holds up no rule. */
  async #endOrphans(): Promise<void> {
    try {
      await this.deps.say(this.#orphans());
      this.#isHeldUp = false;
    } catch (error) {
      if (!this.#isHeldUp)
        this.deps.log.error(
          { err: error },
          'alerts that are not watched any more could not be ended; it is tried again',
        );
      this.#isHeldUp = true;
    }
  }

  /** By which steps it ends. */
  #orphans(): AlertRecord[] {
    const rules = new Map(this.deps.rules().map((each) => [nameOf(each), each.rule]));
    const parts = this.#byName(() => true);
    return this.deps.book.open().flatMap(({ steps }): AlertRecord[] => {
      const last = steps.at(-1)!;
      const name = `${last.tenant}/${last.rule}`;
      if (!this.deps.isOurs(last.tenant) || isWatched(last, rules.get(name), parts.get(name))) return [];
      const state = last.state === 'pending' ? 'inactive' : 'resolved';
      const id = digest(`${last.alert}/${steps.length}/no rule`);
      // Not the instant at which it fired: a rule that comes back goes on with it.
      const at = Math.max(last.at + 1, Math.floor(this.deps.now() / 1_000));
      const transition: Transition = { ...last, id, state, at, contributions: [], rule_is_gone: true };
      return [{ kind: 'transition', transition }];
    });
  }
}

/** Whether what is open may still be ended by its rule; `parts`: none while the rule cannot be judged, or no office is known. */
function isWatched(
  { state, group }: Transition,
  rule: Rule | undefined,
  parts: readonly Watched[] | undefined,
): boolean {
  if (!rule || rule.enabled === false) return false;
  if (!parts || state === 'data_missing') return true;
  return parts.some((part) => looksAt(part.rule, group));
}

function watchedFromNow({ tenant, rule, fingerprint }: Wanted): Watched {
  const judge = judgeOf(rule);
  return {
    tenant,
    rule,
    judge,
    fingerprint,
    track: new Track(tenant, judge),
    facts: new Set(judge.quantities.map(({ fact }) => fact)),
    shared: `${tenant}/${sharedBy(judge)}`,
    dirty: new Set(),
    // What came before somebody listened is seen now.
    isFresh: true,
    isDue: false,
    isBehind: true,
    correctedMs: 0,
    retryMs: 0,
    askMs: 0,
    missing: null,
    standing: { ...NOT_JUDGED },
  };
}

/** Of the parts of a rule: an office whose day is over holds up none that is at work. */
function judgedToOf(parts: readonly Watched[]): number | null {
  const of = (some: readonly Watched[]) => some.map(({ standing }) => standing.judgedTo ?? 0);
  const behind = of(parts.filter(({ isBehind }) => isBehind));
  return (behind.length > 0 ? Math.min(...behind) : Math.max(...of(parts))) || null;
}

/** What a rule is known by among those of all tenants. */
export const nameOf = ({ tenant, rule }: TenantRule): string => `${tenant}/${rule.name}`;

/** Of a rule by the clocks of offices, which offices. */
const partOf = ({ tz, filter }: Rule): string => JSON.stringify([tz, filter?.office]);

const fingerprints = new WeakMap<Rule, string>();

/** Rules are looked through several times a second, and read from their files seldom. */
function fingerprintOf(rule: Rule): string {
  const known = fingerprints.get(rule) ?? digest(JSON.stringify(rule));
  fingerprints.set(rule, known);
  return known;
}
