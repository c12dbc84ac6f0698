import type { Watched } from './watched-rules.js';

/** What is to be looked at of a rule. */
export interface Work {
  watched: Watched;
  /** Instants that are over, ascending. */
  instants: readonly number[];
  /** Restated buckets because of which some of these are judged again, epoch seconds. */
  buckets: readonly number[];
  /** One that is not over; null: none. */
  open: number | null;
}

/** So many instants are judged together, before anything else has its turn. */
export const MOST_INSTANTS = 2_000;
const FEW_INSTANTS = 4;

/** Instants that were judged by cells that have changed. What is restated from now on is looked at another time. */
export function takeTouched({ dirty, track }: Watched): Pick<Work, 'instants' | 'buckets'> {
  if (dirty.size === 0) return { instants: [], buckets: [] };
  const instants = track.touched(dirty);
  const buckets = [...dirty];
  dirty.clear();
  return { instants, buckets };
}

/** Work of rules that share their cells together, but not too much at once; what is soon done first. */
export function* turnsOf(work: readonly Work[]): Generator<Work[]> {
  const isMuch = ({ instants }: Work) => Number(instants.length > FEW_INSTANTS);
  const inOrder = work.toSorted(
    (a, b) => isMuch(a) - isMuch(b) || a.watched.shared.localeCompare(b.watched.shared),
  );
  let [some, instants]: [Work[], number] = [[], 0];
  for (const each of inOrder) {
    if (some.length > 0 && instants + each.instants.length > MOST_INSTANTS) {
      yield some;
      [some, instants] = [[], 0];
    }
    some.push(each);
    instants += each.instants.length;
  }
  if (some.length > 0) yield some;
}

/** Work by what is read together, the least first: what one rule waits for does not wait for what hundreds do. */
export function readingsOf(work: readonly Work[]): Work[][] {
  const readings = new Map<string, Work[]>();
  for (const each of work) {
    const { shared } = each.watched;
    const together = readings.get(shared);
    if (together) together.push(each);
    else readings.set(shared, [each]);
  }
  return [...readings.values()].sort((a, b) => a.length - b.length);
}
