import { type FactName, factOf } from '@tallyboard/facts/facts';
import { readsOf } from '@tallyboard/metrics/formula';
import type { Database } from '../database.js';
import type { MetricRequest } from '../question/metric-request.js';
import { type EventOf, toldOf } from './evidence.js';

/**
 * What was said of others by which these are described, where the question tells them apart by it: of the account of an order,
 * and of those that it was merged into. `own`: what was said of themselves.
 */
export async function describingEventsOf(
  database: Database,
  tenant: string,
  { metric: { formula }, by, filter }: MetricRequest,
  name: FactName,
  own: readonly EventOf[],
  signal: AbortSignal | undefined,
): Promise<EventOf[]> {
  const { described } = factOf(name);
  if (!described) return [];
  const given = Object.keys(described.gives);
  const told = [...by, ...Object.keys(filter), ...readsOf(formula).flatMap(({ across }) => across)];
  if (!told.some((dimension) => given.includes(dimension))) return [];
  const found: EventOf[] = [];
  const known = new Set<string>();
  let naming = idsBy(own.flatMap(({ id, data }) => pairOf(data[described.by], [id])));
  while (naming.size > 0) {
    for (const id of naming.keys()) known.add(id);
    const events = await toldOf(
      database,
      described.entity,
      `${described.by} IN {others:Array(String)} AND (type IN {decides:Array(String)} OR hasAny(cleared, {given:Array(String)}) OR ${given.map((each) => `${each} IS NOT NULL`).join(' OR ')})`,
      { tenant, others: [...naming.keys()], decides: described.decides, given },
      signal,
    );
    found.push(...events.flatMap((event) => [...naming.get(event.id)!].map((id) => ({ ...event, id }))));
    naming = idsBy(
      events
        .flatMap(({ id, data }) => pairOf(data.merged_into, [...naming.get(id)!]))
        .filter(([survivor]) => !known.has(survivor)),
    );
  }
  return found;
}

type Pair = [other: string, ids: readonly string[]];

const pairOf = (other: unknown, ids: readonly string[]): Pair[] =>
  typeof other === 'string' ? [[other, ids]] : [];

function idsBy(pairs: readonly Pair[]): Map<string, Set<string>> {
  const sets = new Map<string, Set<string>>();
  for (const [other, ids] of pairs) sets.set(other, new Set([...(sets.get(other) ?? []), ...ids]));
  return sets;
}
