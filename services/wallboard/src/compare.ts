import { formatValue } from './format.js';
import type { Better, Result, ResultRow, Unit } from './wire.js';

/** How the number stands against an earlier period. */
export interface Comparison {
  /** `Mon till 15:45`, `1–24 Oct`, `was 2,475 yesterday` */
  against: string;
  /** Null when the periods are not alike: half a day is not worse than a day. `against` then has the earlier value. */
  change: Change | null;
}

export interface Change {
  direction: 'up' | 'down' | 'same';
  verdict: 'good' | 'bad' | 'neutral';
  text: string;
}

/** Compares a value with an earlier one. `words` name the earlier period; `isAlike`: both cover as much time. */
export function compare(
  now: ResultRow['value'],
  earlier: ResultRow['value'],
  result: Pick<Result, 'unit' | 'better'>,
  words: string,
  isAlike: boolean,
  currency?: string,
): Comparison | null {
  if (earlier === null || !Number.isFinite(Number(earlier))) return null;
  const change = isAlike && now !== null ? changeOf(Number(now), Number(earlier), result) : null;
  if (change) return { against: words, change };
  return { against: `was ${formatValue(earlier, result.unit, currency).text} ${words}`, change: null };
}

function changeOf(
  now: number,
  earlier: number,
  { unit, better }: Pick<Result, 'unit' | 'better'>,
): Change | null {
  const difference = now - earlier;
  const text = differenceText(now, earlier, unit);
  if (text === null) return null;
  // What rounds to nothing is no change: an arrow before "0.0 pt" would be a verdict on noise.
  const isSame = difference === 0 || !/[1-9]/.test(text);
  const direction = isSame ? 'same' : difference > 0 ? 'up' : 'down';
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
