import type { Routing, RuleSaid } from './records.js';

interface RuleAsSaid extends RuleSaid {
  /** Epoch ms. */
  sinceMs: number;
  /** Since when it fires by the same, whatever else was changed. */
  conditionSinceMs: number;
}

/** Of one rule that are remembered. */
const MOST_CHANGES = 100;

/** What crm.alerts says of rules: as each of them was, and since when. */
export class RulesSaid {
  /** The newest last. */
  readonly #rules = new Map<string, RuleAsSaid[]>();

  /** `atMs`: Kafka's timestamp. */
  take(record: RuleSaid, atMs: number): void {
    const key = `${record.tenant}/${record.rule}`;
    const known = this.#rules.get(key) ?? [];
    const last = known.at(-1);
    if (last?.fingerprint === record.fingerprint) return;
    const isSame = record.condition !== undefined && last?.condition === record.condition;
    known.push({ ...record, sinceMs: atMs, conditionSinceMs: isSame ? last.conditionSinceMs : atMs });
    this.#rules.set(key, known.slice(-MOST_CHANGES));
  }

  /** Since when a rule, as it is now, is judged, epoch ms; null: it was not heard of. */
  since(tenant: string, rule: string, fingerprint: string): number | null {
    const last = this.#last(tenant, rule);
    return last?.fingerprint === fingerprint ? last.sinceMs : null;
  }

  /** Since when it fires by what it fires by now, epoch ms. */
  conditionSince(tenant: string, rule: string): number {
    return this.#last(tenant, rule)?.conditionSinceMs ?? 0;
  }

  /** What it said of who is told at an instant, epoch ms; null: it is not known. */
  routingAt(tenant: string, rule: string, atMs: number): Routing | null {
    const known = this.#rules.get(`${tenant}/${rule}`);
    return known?.findLast(({ sinceMs }) => sinceMs <= atMs)?.routing ?? null;
  }

  /** Rules of which it says now that they keep it quiet. */
  inhibitorsOf(tenant: string, rule: string): readonly string[] {
    return this.#last(tenant, rule)?.routing?.inhibited_by ?? [];
  }

  #last(tenant: string, rule: string): RuleAsSaid | undefined {
    return this.#rules.get(`${tenant}/${rule}`)?.at(-1);
  }
}
