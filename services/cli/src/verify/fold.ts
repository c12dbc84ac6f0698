import { entityOf, keyOf } from '@tallyboard/contracts/codec';
import type { ComparedCell } from '@tallyboard/domain/compare';
import { createOracle } from '@tallyboard/domain/oracle';
import { FACTS, isReference } from '@tallyboard/facts/facts';
import { identityKey, identityOf, kindOfEvent } from './event-table.js';
import type { Logged, LoggedEvent } from './log.js';

/** What the entities of one slice of the log come to: parts of cells, since those of one cell can be in any slice. */
export function* foldSlice(
  logged: Logged,
  slice: number,
  onEvent: (logged: LoggedEvent) => void,
): Iterable<ComparedCell> {
  const oracle = createOracle();
  for (const { event, digest } of distinct(logged.reference())) oracle.add(event, digest);
  for (const one of logged.slice(slice)) {
    onEvent(one);
    if (isReference(entityOf(one.event.type)) || logged.merging.has(keyOf(one.event))) continue;
    oracle.add(one.event, one.digest);
  }
  // Those that may be one another's survivors, in one slice: few, whatever the log holds.
  if (slice === 0) for (const { event, digest } of logged.merged()) oracle.add(event, digest);
  // What every slice knows whole counts once.
  yield* oracle.cells(slice === 0 ? FACTS : FACTS.filter(({ entity }) => !isReference(entity)));
}

/** Each event once: reference data is sent again and again, and every slice reads all of it. */
function distinct(events: Iterable<LoggedEvent>): Iterable<LoggedEvent> {
  const known = new Map<string, LoggedEvent>();
  for (const one of events) known.set(identityKey(kindOfEvent(one.event), identityOf(one)), one);
  return known.values();
}
