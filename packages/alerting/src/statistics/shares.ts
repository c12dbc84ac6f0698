import { logChoose } from './special-functions.js';
import { type Direction, dispersionOf, silent, type Verdict, withDispersion } from './verdict.js';

/** Cases of which some hit: won of closed, within target of answered, content of surveyed. */
export interface Share {
  hits: number;
  n: number;
}

/**
 * Whether a share moved by more than a margin. Conditional on how many hits there are in both spans, those of the
 * current one follow Fisher's non-central hypergeometric distribution, so the test is exact for any number of cases
 * (Fisher 1935; Agresti 2013, 16.6.4). The margin is one of the odds, which treats a share and its complement alike:
 * H0 for `rising` is odds ratio ≤ 1 + margin, for `falling` ≥ 1 / (1 + margin).
 *
 * The windows before are summed; their scatter says by how much hits vary more than independent cases would. The
 * effect is the difference of the shares.
 */
export function shareMoved(
  direction: Direction,
  current: Share,
  before: readonly Share[],
  margin: number,
): Verdict {
  const past = sum(before);
  if (current.n <= 0 || past.n <= 0) return silent(current.n);
  const effect = current.hits / current.n - past.hits / past.n;
  const chance =
    direction === 'rising'
      ? upperTail(current, past, 1 + margin)
      : upperTail(missesOf(current), missesOf(past), 1 + margin);
  return { chance: withDispersion(chance, dispersionOfShares(current, before, past)), effect, n: current.n };
}

function dispersionOfShares(current: Share, windows: readonly Share[], past: Share): number {
  const filled = windows.filter((window) => window.n > 0);
  const share = past.hits / past.n;
  const spread = share * (1 - share);
  if (spread === 0) return 1;
  let chi2 = 0;
  for (const { hits, n } of filled) chi2 += (hits - n * share) ** 2 / (n * spread);
  const cases = Math.min(current.n, past.n / filled.length);
  return dispersionOf(chi2, filled.length - 1, cases * spread);
}

const missesOf = ({ hits, n }: Share): Share => ({ hits: n - hits, n });

function sum(shares: readonly Share[]): Share {
  let hits = 0;
  let n = 0;
  for (const share of shares) {
    hits += share.hits;
    n += share.n;
  }
  return { hits, n };
}

/**
 * P(hits of the current ones ≥ what they are) given all hits, when the odds of the current ones are `odds` times the
 * others': C(n, x) C(m, k − x) odds^x over its sum.
 */
function upperTail(current: Share, past: Share, odds: number): number {
  const all = current.hits + past.hits;
  const low = Math.max(0, all - past.n);
  const high = Math.min(current.n, all);
  const x = current.hits;
  if (x <= low) return 1;
  /** How many times as likely x + 1 is as x. */
  const step = (at: number) =>
    (((current.n - at) * (all - at)) / ((at + 1) * (past.n - all + at + 1))) * odds;
  const log = (at: number) => logChoose(current.n, at) + logChoose(past.n, all - at) + at * Math.log(odds);
  const mode = modeOf(step, low, high);
  const whole = upwards(step, mode, high) + downwards(step, mode, low) - 1;
  const part = (at: number) => Math.exp(log(at) - log(mode)) / whole;
  // Summed on the side that falls off, so that nothing is lost by subtracting.
  return x > mode
    ? Math.min(1, part(x) * upwards(step, x, high))
    : Math.max(0, 1 - part(x - 1) * downwards(step, x - 1, low));
}

/** The likeliest value: the first from which the next is no likelier. */
function modeOf(step: (at: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (step(middle) > 1) from = middle + 1;
    else to = middle;
  }
  return from;
}

const NEGLIGIBLE = 1e-17;

/** The sum of the likelihoods of `at` and all above it, in units of that of `at`. */
function upwards(step: (at: number) => number, at: number, high: number): number {
  let sum = 1;
  let term = 1;
  for (let x = at; x < high && term > NEGLIGIBLE * sum; x += 1) {
    term *= step(x);
    sum += term;
  }
  return sum;
}

function downwards(step: (at: number) => number, at: number, low: number): number {
  let sum = 1;
  let term = 1;
  for (let x = at; x > low && term > NEGLIGIBLE * sum; x -= 1) {
    term /= step(x - 1);
    sum += term;
  }
  return sum;
}
