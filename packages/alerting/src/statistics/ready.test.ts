import { describe, expect, it } from 'vitest';
import { type ChurnWobble, churnHistory } from '../testing/churn-history.js';
import { firstDay, firstSlot } from '../testing/first-alarm.js';
import { shareHistory } from '../testing/share-history.js';
import {
  SLOT_S,
  SLOTS_A_DAY,
  SLOTS_A_WEEK,
  type SupportWobble,
  supportHistory,
} from '../testing/support-history.js';
import { rateMoved } from './rates.js';
import { CSAT_DROP, FALLING_CLOSE_RATE, RISING_CHURN } from './ready.js';
import { shareMoved } from './shares.js';

const HISTORIES = 24;
/** At least 95 %. */
const NEARLY_ALL = 23;
const DAYS = 730;
const LIVE = [365, DAYS] as const;
const CHANGED = 400;
const AFTER = [CHANGED, CHANGED + 182] as const;

/** In how many of the seeded histories something fires. */
const alarms = (first: (seed: number) => number | null) =>
  Array.from({ length: HISTORIES }, (_, seed) => first(seed)).filter((each) => each !== null).length;

// The long form, 200 histories of more kinds each with the delays: npm run bench -- --only alerts.
describe('a ready rule', () => {
  const churn = (seed: number, customers: number, wobble: ChurnWobble, changed: boolean) =>
    firstDay(
      RISING_CHURN,
      churnHistory(
        seed,
        { customers, monthlyChurn: 0.02, days: DAYS },
        wobble,
        changed ? { day: CHANGED, factor: 2 } : null,
      ),
      (...spans) => rateMoved('rising', ...spans),
      changed ? AFTER : LIVE,
    );

  it('sees churn double', () => {
    const ordinary = { months: 0.15, weekdays: true };
    expect(alarms((seed) => churn(seed, 3_000, ordinary, true))).toBeGreaterThanOrEqual(NEARLY_ALL);
    // 97.5 % of 200.
    expect(alarms((seed) => churn(seed, 1_000, ordinary, true))).toBeGreaterThanOrEqual(NEARLY_ALL - 1);
  });

  it.each([
    ['chance alone', {}, 1],
    ['months', { months: 0.15 }, 1],
    [
      'all at once',
      { months: 0.15, season: 0.15, weekdays: true, growth: 0.5, badWeek: 0.4 },
      // 4.5 % of 200.
      2,
    ],
  ] satisfies [string, ChurnWobble, number][])('does not take for rising churn: %s', (_, wobble, most) => {
    expect(alarms((seed) => churn(seed, 3_000, wobble, false))).toBeLessThanOrEqual(most);
    expect(alarms((seed) => churn(seed, 300, wobble, false))).toBeLessThanOrEqual(most);
  });

  it.each([
    ['close rate', FALLING_CLOSE_RATE, 200, 0.3, 0.2],
    ['CSAT', CSAT_DROP, 40, 0.9, 0.8],
  ] as const)('sees a drop of %s and not its wobble', (_, rule, perWeek, share, after) => {
    const first = (seed: number, changed: boolean) =>
      firstDay(
        rule,
        shareHistory(
          seed,
          { perWeek, share, days: DAYS },
          { months: 0.15, rush: true },
          changed ? { day: CHANGED, share: after } : null,
        ),
        (...spans) => shareMoved('falling', ...spans),
        changed ? AFTER : LIVE,
      );
    expect(alarms((seed) => first(seed, true))).toBeGreaterThanOrEqual(NEARLY_ALL);
    expect(alarms((seed) => first(seed, false))).toBeLessThanOrEqual(1);
  });

  const WEEKS = 12;
  const START = 8 * SLOTS_A_WEEK + 4;
  const support = (seed: number, wobble: SupportWobble, factor: number | null | undefined, slots: number) => {
    const change = factor === undefined ? null : { at: START * SLOT_S, factor };
    const history = supportHistory(seed, { perHour: 20, weeks: WEEKS }, wobble, change);
    return firstSlot(history, [START, START + slots]);
  };

  it('sees that nobody answers within two hours', () => {
    expect(alarms((seed) => support(seed, { days: 0.2 }, null, 8))).toBeGreaterThanOrEqual(NEARLY_ALL);
  });

  it('sees that first responses take twice as long', () => {
    expect(alarms((seed) => support(seed, { days: 0.2 }, 2, 8 * SLOTS_A_DAY))).toBeGreaterThanOrEqual(
      NEARLY_ALL,
    );
  });

  it('does not take for slow first responses: days that differ and busy Mondays', () => {
    expect(
      alarms((seed) => support(seed, { days: 0.2, mondays: true }, undefined, 3 * SLOTS_A_WEEK)),
    ).toBeLessThanOrEqual(1);
  });
});
