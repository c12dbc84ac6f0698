import { digest } from '@tallyboard/alerting/digest';
import type { Rule } from '@tallyboard/alerting/rule';
import type { Routing, RuleSaid } from '../log/records.js';

/** How it is said that a rule is judged from here on. */
export const ruleSaid = (tenant: string, rule: Rule, fingerprint: string): RuleSaid => ({
  kind: 'rule',
  tenant,
  rule: rule.name,
  fingerprint,
  condition: conditionOf(rule),
  routing: routingOf(rule),
});

const routingOf = ({ notify, quiet, inhibited_by }: Rule): Routing => ({
  ...(notify && { notify }),
  ...(quiet && { quiet }),
  ...(inhibited_by && { inhibited_by }),
});

/** What has no say in when a rule fires. */
const ASIDE = ['title', 'severity', 'notify', 'quiet', 'inhibited_by', 'escalate', 'enabled', 'wait'];

const conditionOf = (rule: Rule): string =>
  digest(
    JSON.stringify(
      Object.entries(rule)
        .filter(([name]) => !ASIDE.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
