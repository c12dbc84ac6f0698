import type { Goal } from '@tallyboard/api/goals';

/** What crm.goals says, as JSON in Kafka values, keyed by tenant and name. */
export type GoalRecord =
  | { kind: 'goal_set'; tenant: string; goal: Goal; by: string }
  | { kind: 'goal_removed'; tenant: string; name: string; by: string };

/** The goals as they were set last, in the order in which they were set first. */
export class GoalBook {
  readonly #byTenant = new Map<string, Map<string, Goal>>();

  take(record: GoalRecord): void {
    const own = this.#byTenant.get(record.tenant) ?? new Map<string, Goal>();
    if (record.kind === 'goal_set') own.set(record.goal.name, record.goal);
    else own.delete(record.name);
    this.#byTenant.set(record.tenant, own);
  }

  of(tenant: string): Goal[] {
    return [...(this.#byTenant.get(tenant)?.values() ?? [])];
  }

  named(tenant: string, name: string): Goal | undefined {
    return this.#byTenant.get(tenant)?.get(name);
  }
}

/** Where goals are kept: each record is in the book when `say` resolves. */
export interface GoalLog {
  book: GoalBook;
  say(record: GoalRecord): Promise<void>;
}
