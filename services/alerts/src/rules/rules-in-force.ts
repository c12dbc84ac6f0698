import { READY_RULES } from '@tallyboard/alerting/ready';
import type { TenantRule } from '../evaluation/watched-rules.js';

/** Where a rule comes from: made through the API, written in a file, or there from the start. */
export type RuleSource = 'ready' | 'api' | 'file';

export interface RuleInForce extends TenantRule {
  source: RuleSource;
}

export interface RulesInForce {
  /** Another list after each change. */
  all(): readonly RuleInForce[];
  named(tenant: string, name: string): RuleInForce | undefined;
}

/**
 * The ready rules of some tenants, those made through the API and those of files. One of a name takes the place of
 * another: the API's that of a ready one, a file's that of both. Put together anew when one of the lists is another.
 */
export function rulesInForce(
  readyFor: readonly string[],
  api: () => readonly TenantRule[],
  files: () => readonly TenantRule[],
): RulesInForce {
  const ready = readyFor.flatMap((tenant) => READY_RULES.map((rule) => ({ tenant, rule })));
  let from: { api: readonly TenantRule[]; files: readonly TenantRule[] } | null = null;
  let [byName, all]: [Map<string, RuleInForce>, readonly RuleInForce[]] = [new Map(), []];
  const look = () => {
    if (from?.api === api() && from.files === files()) return;
    from = { api: api(), files: files() };
    byName = new Map();
    const take = (source: RuleSource, rules: readonly TenantRule[]) => {
      for (const each of rules) byName.set(`${each.tenant}/${each.rule.name}`, { ...each, source });
    };
    take('ready', ready);
    take('api', from.api);
    take('file', from.files);
    all = [...byName.values()];
  };
  return {
    all() {
      look();
      return all;
    },
    named(tenant, name) {
      look();
      return byName.get(`${tenant}/${name}`);
    },
  };
}
