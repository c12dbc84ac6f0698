import { weeksFrom } from '@tallyboard/calendar/shifts';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import type { Span } from '../numbers/ledger.js';
import type { View } from '../numbers/view.js';
import type { Direction } from '../statistics/verdict.js';
import { type Began, noScore, scanWaits, scoreOf, spreadOfDays, sumOf } from '../statistics/waits.js';
import { inWords } from '../time/durations.js';
import { type Condition, ofInstant } from './condition.js';
import { pastInWords, type TrendOptions } from './past.js';
import { QuarterHours } from './quarter-hours.js';

const WEEK = 604_800;
const DAY = 86_400;
const HOUR = 3_600;

/** Windows of these lengths are looked at as far as the rule's window reaches. */
const SCANNED = [HOUR, 2 * HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY];

/**
 * Times of waiting, of cases that count where they began: who should have been answered by now, at the speed of the same
 * quarters of past weeks, against who was. Whoever waits still belongs to it.
 */
export function waits(
  quantities: { histogram: Quantity; cases: Quantity },
  direction: Direction,
  options: TrendOptions,
): Condition {
  const { windowOf, windowSeconds, windows, minN, margin, tz } = options;
  const lengths = [...SCANNED.filter((seconds) => seconds < windowSeconds), windowSeconds];
  const lookAt = ofInstant((at) => {
    /** How far back the same quarter is in each of the weeks before: clocks may have changed in between. */
    const backs = Array.from({ length: windows }, (_, i) => at - weeksFrom(at, -(i + 1), tz));
    return { window: windowOf(at), backs, clocks: backs.map((back, i) => back - (i + 1) * WEEK).join() };
  });
  /** Of one reading of cells, by clocks. */
  const known = new WeakMap<View, Map<string, QuarterHours>>();
  const quartersOf = (view: View, clocks: string, backs: readonly number[]): QuarterHours => {
    const byClocks = known.get(view) ?? new Map<string, QuarterHours>();
    known.set(view, byClocks);
    const made = byClocks.get(clocks) ?? new QuarterHours(view, { ...quantities, backs, tz });
    byClocks.set(clocks, made);
    return made;
  };
  return {
    reads: [quantities.histogram, quantities.cases],
    spans: ofInstant((at) => {
      const { window, backs } = lookAt(at);
      return [window, ...backs.map((back): Span => ({ from: window.from - back, to: window.to - back }))];
    }),
    isFine: true,
    words: `${direction === 'rising' ? 'slower' : 'quicker'} than in ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const { window, clocks, backs } = lookAt(at);
      const { quarters, n, past, weeks } = quartersOf(view, clocks, backs).movedTo(window);
      /** The percentile decides nothing and costs more than what does: it is computed when somebody looks at it. */
      const judgement = (rest: Pick<Judgement, 'holds' | 'against' | 'chance'>): Judgement => ({
        ...window,
        n,
        ...rest,
        get value() {
          return view.numbers(window).value;
        },
      });
      const filled = weeks.filter(({ cases }) => cases > 0);
      if (n < minN || filled.length < 2 || past < minN)
        return judgement({ holds: null, against: null, chance: null });
      const began = quarters.map((quarter): Began => {
        if (quarter.settled) return quarter.settled;
        const ageMs = (window.to - quarter.to) * 1_000;
        const score = quarter.now.begun === 0 ? noScore() : scoreOf({ ...quarter, ageMs }, direction, margin);
        const judged = { from: quarter.from, day: quarter.day, score };
        // Once none waits any more, whatever comes.
        if (score.waiting === 0) quarter.settled = judged;
        return judged;
      });
      const spread = spreadOfDays(filled.map(({ score }) => score));
      const look = scanWaits(direction, began, window.to, lengths, spread);
      // Of the window that decides, which may be a part of the rule's.
      const length = look?.length ?? windowSeconds;
      const decisive = sumOf(
        began.filter(({ from }) => from >= window.to - length).map(({ score }) => score),
      );
      return judgement({
        chance: look?.verdict.chance ?? null,
        against: {
          // The median of those that are answered says little of those that wait.
          value: null,
          n: past,
          words: `${Math.round(decisive.observed)} of ${decisive.n} of the last ${inWords(length)} answered by now, where ${Math.round(decisive.expected)} would have been as in ${pastInWords(options)}`,
        },
        holds: look === null ? null : look.verdict.chance < options.chance,
      });
    },
  };
}
