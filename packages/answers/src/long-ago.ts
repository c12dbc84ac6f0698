import { workedUntil } from '@tallyboard/calendar/working-time';
import { sqlString } from '@tallyboard/facts/sql-text';
import type { Worked } from './schedule-versions.js';

/** Of a schedule, which instants are longer ago than some working time; epoch seconds. */
export interface LongAgo {
  schedule: string;
  /** From when on it is in force. */
  since: number;
  /** [from, to) */
  spans: readonly (readonly [number, number])[];
}

/** Of every schedule, given its versions in their order, since when more than so many seconds were worked until now. */
export const longAgo = (
  schedules: ReadonlyMap<string, readonly Worked[]>,
  now: number,
  seconds: number,
): LongAgo[] =>
  [...schedules].map(([schedule, versions]) => ({
    schedule,
    since: secondOf(versions[0]!.since),
    spans: versions.flatMap(({ since, worked }, i) => {
      const isLongAgo = (at: number) =>
        workedUntil(worked, now * 1_000) - workedUntil(worked, at * 1_000) > seconds * 1_000;
      const from = secondOf(since);
      const next = versions[i + 1];
      const to = firstNot(isLongAgo, from, next ? secondOf(next.since) : now);
      return to > from ? [[from, to] as const] : [];
    }),
  }));

/** The first whole second at which it is in force: what was before 1970 has the key 0. */
const secondOf = (ms: number): number => Math.max(0, Math.ceil(ms / 1_000));

/** Where in [from, to] it ends to hold, of what once it does not hold never does again. */
function firstNot(holds: (at: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, Math.max(from, to)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * SQL of whether an instant (SQL of epoch seconds) is long ago by the columns `schedule` and `office` of a row: as for tickets,
 * by the first schedule that was in force then of that which is named, that of the office and everybody's.
 */
export function longAgoSql(key: string, known: readonly LongAgo[]): string {
  const spans = known.flatMap(({ schedule, spans }) =>
    spans.map(([from, to]) => `(${sqlString(schedule)}, ${from}, ${to})`),
  );
  if (spans.length === 0) return 'false';
  const ids = `[${known.map(({ schedule }) => sqlString(schedule)).join(', ')}]`;
  const sinces = `[${known.map(({ since }) => since).join(', ')}]`;
  const isInForce = (id: string) => `has(${ids}, ${id}) AND ${key} >= transform(${id}, ${ids}, ${sinces}, 0)`;
  const schedule = `multiIf(${isInForce('schedule')}, schedule, ${isInForce('office')}, office, 'default')`;
  return `arrayExists(span -> span.1 = ${schedule} AND ${key} >= span.2 AND ${key} < span.3, [${spans.join(', ')}])`;
}
