import { binomialLowerTail, binomialUpperTail } from './special-functions.js';
import { type Direction, dispersionOf, silent, type Verdict, withDispersion } from './verdict.js';

/** Events over what they could have happened to: churned customers over customer-days, calls over days. */
export interface Rate {
  events: number;
  exposure: number;
}

/**
 * Whether the rate of events moved by more than a margin. Conditional on how many there are in both spans, those of
 * the current one are binomial, so the test of the ratio of two Poisson rates is exact (Przyborowski and Wilenski
 * 1940; Gu, Ng, Tang and Schucany 2008). H0 for `rising` is ratio ≤ 1 + margin, for `falling` ratio ≥ 1 / (1 + margin).
 *
 * The windows before are summed into the rate it is compared with; their scatter says by how much counts vary more
 * than Poisson (months, campaigns, holidays). The effect is the ratio of the rates.
 */
export function rateMoved(
  direction: Direction,
  current: Rate,
  before: readonly Rate[],
  margin: number,
): Verdict {
  const past = sum(before);
  const n = current.events;
  if (!(current.exposure > 0 && past.exposure > 0) || n + past.events === 0) return silent(n);
  const most = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  const share = (most * current.exposure) / (most * current.exposure + past.exposure);
  const tail = direction === 'rising' ? binomialUpperTail : binomialLowerTail;
  return {
    chance: withDispersion(tail(n, n + past.events, share), dispersionOfRates(current, before, past)),
    effect: past.events === 0 ? null : n / current.exposure / (past.events / past.exposure),
    n,
  };
}

function dispersionOfRates(current: Rate, windows: readonly Rate[], past: Rate): number {
  let chi2 = 0;
  for (const window of windows) {
    const expected = (past.events * window.exposure) / past.exposure;
    if (expected > 0) chi2 += (window.events - expected) ** 2 / expected;
  }
  const exposure = Math.min(current.exposure, past.exposure / windows.length);
  return dispersionOf(chi2, windows.length - 1, (past.events / past.exposure) * exposure);
}

function sum(rates: readonly Rate[]): Rate {
  let events = 0;
  let exposure = 0;
  for (const rate of rates) {
    events += rate.events;
    exposure += rate.exposure;
  }
  return { events, exposure };
}
