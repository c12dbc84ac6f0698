import type { Rule } from '@tallyboard/alerting/rule';

/** Whether a group is one of a rule as it is now: split by the same dimensions, and let through by its filter. */
export function looksAt({ by = [], filter = {} }: Rule, group: Readonly<Record<string, string>>): boolean {
  const dimensions = Object.keys(group);
  return (
    dimensions.length === by.length &&
    by.every((name, i) => dimensions[i] === name && (filter[name]?.includes(group[name]!) ?? true))
  );
}
