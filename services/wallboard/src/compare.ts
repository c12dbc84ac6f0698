import { type Formatted, formatValue } from './format.js';
import type { Better, Result, ResultRow, Unit } from './wire.js';

/** How the number stands against an earlier period. */
export interface Comparison {
  /** `yesterday`, `previous month` */
  against: string;
  /** The earlier value, shown where there is no change to show. */
  earlier: Formatted;
  /** Left out when one of the periods is unfinished and the metric adds up: half a day is not worse than a day. */
  change: Change | null;
}

export interface Change {
  direction: 'up' | 'down' | 'same';
  verdict: 'good' | 'bad' | 'neutral';
  text: string;
}

const additive = (unit: Unit) => unit === 'count' || unit === 'money';

/**
 * Compares a value with that of an earlier period. `likeForLike` is true when both cover the same span of time,
 * so that sums may be compared too.
 */
export function compare(
  now: ResultRow['value'],
  earlier: ResultRow['value'],
  result: Pick<Result, 'unit' | 'better'>,
  against: string,
  likeForLike: boolean,
  currency?: string,
): Comparison | null {
  if (earlier === null || !Number.isFinite(Number(earlier))) return null;
  const formatted = formatValue(earlier, result.unit, currency);
  const comparable = now !== null && (likeForLike || !additive(result.unit));
  const change = comparable ? changeOf(Number(now), Number(earlier), result) : null;
  return { against, earlier: formatted, change };
}

function changeOf(
  now: number,
  earlier: number,
  { unit, better }: Pick<Result, 'unit' | 'better'>,
): Change | null {
  const difference = now - earlier;
  const text = differenceText(now, earlier, unit);
  if (text === null) return null;
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  return { direction, verdict: verdictOf(direction, better), text };
}

function verdictOf(direction: Change['direction'], better: Better): Change['verdict'] {
  if (direction === 'same' || better === 'none') return 'neutral';
  return direction === better ? 'good' : 'bad';
}

/** Ratios differ in percentage points, scores in their own points, everything else in percent. */
function differenceText(now: number, earlier: number, unit: Unit): string | null {
  const difference = Math.abs(now - earlier);
  if (unit === 'ratio') return `${(difference * 100).toFixed(1)} pt`;
  if (unit === 'points') return difference.toFixed(0);
  if (unit === 'score') return difference.toFixed(2);
  if (earlier === 0) return null;
  const percent = (difference / Math.abs(earlier)) * 100;
  if (percent >= 1000) return `×${(now / earlier).toFixed(0)}`;
  return `${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}
