import type { Rule } from './rule.js';

/** An office and the zone of its clocks. */
export interface OfficeZone {
  id: string;
  zone: string;
}

/**
 * A rule that goes by the clocks of each office as one rule a zone; any other rule as it is. Groups are the same either
 * way. Of what is credited to no office the clocks are UTC.
 */
export function rulesByZone(rule: Rule, offices: readonly OfficeZone[]): Rule[] {
  if (rule.tz !== 'office') return [rule];
  const wanted = rule.filter?.office;
  const byZone = new Map<string, string[]>();
  for (const { id, zone } of offices)
    if (!wanted || wanted.includes(id)) byZone.set(zone, [...(byZone.get(zone) ?? []), id]);
  return [...byZone]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tz, office]) => ({ ...rule, tz, filter: { ...rule.filter, office: office.toSorted() } }));
}
