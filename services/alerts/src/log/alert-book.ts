import type { Action, Transition } from '@tallyboard/alerting/alert';
import type { Said } from '@tallyboard/alerting/reconcile';
import type { Rule } from '@tallyboard/alerting/rule';
import { saidBy } from '@tallyboard/alerting/said';
import type { AlertRecord, Reminder } from './records.js';
import { RulesSaid } from './rules-said.js';

/** An alert as it stands. */
export interface Standing {
  /** In the order in which they were said; each once. */
  steps: Transition[];
  acknowledged: { by: string; atMs: number; note?: string } | null;
  /** By which it was told once more. */
  reminders: Reminder[];
}

export interface Silenced extends Extract<Action, { kind: 'silenced' }> {
  tenant: string;
  /** Something of its tenant was said while it lasted. */
  isUsed: boolean;
}

/** Ended alerts of one tenant that are remembered whole; of older ones the steps are in ClickHouse. */
const MOST_ENDED = 2_000;
/** What is older is forgotten, epoch seconds: longer than any rule looks back, which is ninety days and what it has to hold for. */
const FORGOTTEN_AFTER = 120 * 86_400;

/** What is kept of an alert that ended long ago, so that nothing of it is said again. */
interface Faded {
  /** Null: that data were missing. */
  said: Said | null;
  subject: string;
  /** Of its steps. */
  ids: string[];
  /** The newest instant of it that was judged, epoch seconds. */
  at: number;
}

/** Everything that crm.alerts says, as far as it was read. The same records in the same order make the same book. */
export class AlertBook {
  readonly #alerts = new Map<string, Standing>();
  /** Ids of those that are open, by rule. */
  readonly #openByRule = new Map<string, Set<string>>();
  /** Alerts by rule and group. */
  readonly #bySubject = new Map<string, Set<string>>();
  readonly rules = new RulesSaid();
  #defined: readonly { tenant: string; rule: Rule }[] = [];
  /** Of each tenant, by their ids. */
  readonly #silences = new Map<string, Map<string, Silenced>>();
  readonly #listeners = new Set<(tenant: string) => void>();
  /** When each step was said, by its id; epoch ms. */
  readonly #saidAt = new Map<string, number>();
  /** In the order in which they faded. */
  readonly #faded = new Map<string, Faded>();
  /** Of the newest record, epoch ms. */
  #newestMs = 0;

  /** Takes a record; `atMs`: Kafka's timestamp. What was taken before changes nothing. */
  take(record: AlertRecord, atMs: number): void {
    this.#newestMs = Math.max(this.#newestMs, atMs);
    switch (record.kind) {
      case 'transition': {
        const { transition } = record;
        if (this.#saidAt.has(transition.id) || this.#isForgotten(transition)) return;
        this.#saidAt.set(transition.id, atMs);
        const before = this.#alerts.size;
        const known = this.#alerts.get(transition.alert) ?? { steps: [], acknowledged: null, reminders: [] };
        known.steps.push(transition);
        this.#alerts.set(transition.alert, known);
        this.#note(known);
        for (const silence of this.silences(transition.tenant))
          silence.isUsed ||= silence.from <= atMs / 1_000 && atMs / 1_000 < silence.to;
        // Looking through all of them is for now and then.
        if (this.#alerts.size > before && this.#alerts.size % 100 === 0) this.#forget(transition.tenant);
        const subject = subjectOf(transition.tenant, transition.rule, Object.values(transition.group));
        const alerts = this.#bySubject.get(subject) ?? new Set();
        this.#bySubject.set(subject, alerts.add(transition.alert));
        this.#tell(transition.tenant);
        break;
      }
      case 'action':
        this.#act(record.tenant, record.action, atMs);
        this.#tell(record.tenant);
        break;
      case 'reminder': {
        const known = this.alert(record.tenant, record.alert);
        // One that comes when it is over, as of an instance that was paused, would be of what fires no more.
        if (known?.steps.at(-1)?.state !== 'firing') break;
        if (known.reminders.every(({ reason }) => reason !== record.reason)) known.reminders.push(record);
        break;
      }
      case 'rule':
        this.rules.take(record, atMs);
        break;
    }
  }

  #note(alert: Standing): void {
    const { alert: id, tenant, rule } = alert.steps[0]!;
    const key = `${tenant}/${rule}`;
    const open = this.#openByRule.get(key) ?? new Set();
    if (isOpen(alert)) open.add(id);
    else open.delete(id);
    if (open.size > 0) this.#openByRule.set(key, open);
    else this.#openByRule.delete(key);
  }

  #act(tenant: string, action: Action, atMs: number): void {
    switch (action.kind) {
      case 'silenced': {
        // What was said before was told.
        const from = Math.max(action.from, afterSeconds(atMs));
        const own = this.#silences.get(tenant) ?? new Map<string, Silenced>();
        // One that is over, and in which nothing was said, has nothing to explain.
        for (const [id, { to, isUsed }] of own) if (!isUsed && to < atMs / 1_000) own.delete(id);
        this.#silences.set(tenant, own.set(action.silence, { ...action, from, tenant, isUsed: false }));
        break;
      }
      case 'unsilenced': {
        // What was said before stays covered.
        const known = this.#silences.get(tenant)?.get(action.silence);
        if (known) known.to = Math.min(known.to, afterSeconds(atMs));
        break;
      }
      case 'acknowledged': {
        const alert = this.#alerts.get(action.alert);
        if (alert && alert.steps[0]!.tenant === tenant && !alert.acknowledged)
          alert.acknowledged = {
            by: action.by,
            atMs,
            ...(action.note === undefined ? {} : { note: action.note }),
          };
        break;
      }
      case 'rule_set':
        this.#defined = [...this.#definedBut(tenant, action.rule.name), { tenant, rule: action.rule }];
        break;
      case 'rule_removed':
        this.#defined = this.#definedBut(tenant, action.rule);
        break;
    }
  }

  #definedBut(tenant: string, name: string): { tenant: string; rule: Rule }[] {
    return this.#defined.filter((each) => each.tenant !== tenant || each.rule.name !== name);
  }

  /** Rules that were made through the API; another list after each change. */
  get defined(): readonly { tenant: string; rule: Rule }[] {
    return this.#defined;
  }

  /** What was said of the alerts of one group of one rule. */
  said(tenant: string, rule: string, group: readonly string[]): Said[] {
    const alerts = this.#bySubject.get(subjectOf(tenant, rule, group)) ?? [];
    const sinceMs = this.rules.conditionSince(tenant, rule);
    const isBefore = ({ firedBy }: Said) => firedBy !== null && (this.#saidAt.get(firedBy) ?? 0) < sinceMs;
    return [...alerts].flatMap((alert) => {
      const steps = this.#alerts.get(alert)?.steps ?? [];
      const before = this.#faded.get(alert)?.said;
      const said = steps[0]?.state === 'data_missing' ? [] : saidBy(steps, before ? [before] : []);
      return said.map((each) => (isBefore(each) ? { ...each, isSettled: true } : each));
    });
  }

  /** By which step a rule says that data are missing; null: they are not. */
  missingOf(tenant: string, rule: string): Transition | null {
    const alerts = this.#bySubject.get(subjectOf(tenant, rule, [])) ?? [];
    for (const alert of alerts) {
      const last = this.#alerts.get(alert)?.steps.at(-1);
      if (last?.state === 'data_missing') return last;
    }
    return null;
  }

  /** Alerts of a rule that are open. */
  openOf(tenant: string, rule: string): Standing[] {
    return this.#standing(this.#openByRule.get(`${tenant}/${rule}`) ?? []);
  }

  /** Every open alert of every tenant. */
  open(): Standing[] {
    return [...this.#openByRule.values()].flatMap((ids) => this.#standing(ids));
  }

  #standing(ids: Iterable<string>): Standing[] {
    return [...ids].flatMap((id) => this.#alerts.get(id) ?? []);
  }

  of(tenant: string): Standing[] {
    return [...this.#alerts.values()].filter(({ steps }) => steps[0]!.tenant === tenant);
  }

  alert(tenant: string, id: string): Standing | null {
    const found = this.#alerts.get(id);
    return found && found.steps[0]!.tenant === tenant ? found : null;
  }

  /** A step as it was said first: what bears its id later on is a repetition. */
  asSaid(step: Transition): Transition {
    return this.alert(step.tenant, step.alert)?.steps.find(({ id }) => id === step.id) ?? step;
  }

  /** When a step was said, epoch ms. */
  saidAt({ id }: Transition): number | null {
    return this.#saidAt.get(id) ?? null;
  }

  silences(tenant: string): Silenced[] {
    return [...(this.#silences.get(tenant)?.values() ?? [])];
  }

  /** The silence that covers an alert at an instant, epoch seconds. */
  silenceOf({ tenant, rule, group }: Transition, at: number): Silenced | null {
    return (
      this.silences(tenant).find(
        (silence) =>
          silence.from <= at &&
          at < silence.to &&
          (silence.rule === undefined || silence.rule === rule) &&
          Object.entries(silence.group ?? {}).every(([name, value]) => group[name] === value),
      ) ?? null
    );
  }

  /** Calls `listener` with the tenant after each change; returns what ends it. */
  listen(listener: (tenant: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(tenant: string): void {
    for (const listener of this.#listeners) listener(tenant);
  }

  #forget(tenant: string): void {
    const ended = this.of(tenant).filter((each) => !isOpen(each));
    for (const each of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#fade(each);
    for (const [alert, { subject, ids, at }] of this.#faded) {
      if (!this.#isOld(at)) break;
      if (this.#alerts.has(alert)) continue;
      this.#faded.delete(alert);
      for (const id of ids) this.#saidAt.delete(id);
      const alerts = this.#bySubject.get(subject);
      alerts?.delete(alert);
      if (alerts?.size === 0) this.#bySubject.delete(subject);
    }
  }

  #fade({ steps }: Standing): void {
    const { alert, tenant, rule, group, state } = steps[0]!;
    const known = this.#faded.get(alert);
    const said = saidBy(steps, known?.said ? [known.said] : []);
    this.#alerts.delete(alert);
    this.#faded.delete(alert);
    this.#faded.set(alert, {
      said: state === 'data_missing' ? null : said[0]!,
      subject: subjectOf(tenant, rule, Object.values(group)),
      ids: [...(known?.ids ?? []), ...steps.map(({ id }) => id)],
      at: Math.max(known?.at ?? 0, ...steps.map(({ at }) => at)),
    });
  }

  /** Whether little is left of an alert: that it was told, but not when and why. */
  isFaded(alert: string): boolean {
    return this.#faded.has(alert);
  }

  #isOld(at: number): boolean {
    return at < this.#newestMs / 1_000 - FORGOTTEN_AFTER;
  }

  /** A repetition of what was forgotten, as no rule says anything new of a time so long ago. */
  #isForgotten({ alert, at }: Transition): boolean {
    return this.#isOld(at) && !this.#alerts.has(alert) && !this.#faded.has(alert);
  }
}

/** Epoch seconds just after a record of the log: what was said before it may bear the same millisecond. */
const afterSeconds = (atMs: number): number => (atMs + 1) / 1_000;

const subjectOf = (tenant: string, rule: string, group: readonly string[]): string =>
  JSON.stringify([tenant, rule, group]);

export const isOpen = ({ steps }: Standing): boolean =>
  ['pending', 'firing', 'data_missing'].includes(steps.at(-1)!.state);
