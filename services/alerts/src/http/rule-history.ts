import type { OfficeZone } from '@tallyboard/alerting/by-zone';
import type { ReadSums } from '@tallyboard/alerting/history';
import type { Rule } from '@tallyboard/alerting/rule';

/** What it takes to say when a rule would have fired. */
export interface RuleHistory {
  ruleOf(tenant: string, name: string): Rule | undefined;
  read(tenant: string): ReadSums;
  offices(tenant: string): Promise<readonly OfficeZone[]>;
}
