import type { CrmEvent } from '@tallyboard/contracts/events';
import { inOrder, type Keep, Statement } from './statement.js';

type RepEvent = Extract<CrmEvent, { type: 'rep.updated' }>;

export class RepStatement extends Statement<RepEvent['type']> {
  readonly effectiveFrom: number;
  readonly office: string;
  readonly team: string;

  constructor(event: RepEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    this.effectiveFrom = event.effective_from;
    this.office = keep(event.office_id);
    this.team = keep(event.team);
  }
}

export type Place = Pick<RepStatement, 'office' | 'team'>;
const NOWHERE: Place = { office: '', team: '' };

/** Where a rep belongs at an instant (epoch ms): by the latest `rep.updated` in force then. */
export type PlaceOf = (rep: string, instantMs: number) => Place;

/** Prepares the lookup, given any statement of each rep. */
export function placeOfReps(reps: ReadonlyMap<string, RepStatement>): PlaceOf {
  const histories = new Map([...reps].map(([rep, first]) => [rep, historyOf(first)]));
  return (rep, instantMs) => {
    const history = histories.get(rep);
    return history?.[countUntil(history, instantMs) - 1] ?? NOWHERE;
  };
}

/** By the time they came into force; sorting keeps the order of those with one time, so the last of them holds. */
function historyOf(first: RepStatement): RepStatement[] {
  return inOrder(first).sort((left, right) => left.effectiveFrom - right.effectiveFrom);
}

/** How many were in force at the instant. */
function countUntil(history: readonly RepStatement[], instantMs: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (history[middle]!.effectiveFrom <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
