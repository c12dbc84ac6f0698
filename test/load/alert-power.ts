import { rateMoved } from '@tallyboard/alerting/statistics/rates';
import { CSAT_DROP, FALLING_CLOSE_RATE, RISING_CHURN } from '@tallyboard/alerting/statistics/ready';
import { shareMoved } from '@tallyboard/alerting/statistics/shares';
import { type ChurnWobble, churnHistory } from '@tallyboard/alerting/testing/churn-history';
import { firstDay, firstSlot } from '@tallyboard/alerting/testing/first-alarm';
import { type ShareWobble, shareHistory } from '@tallyboard/alerting/testing/share-history';
import {
  SLOT_S,
  SLOTS_A_DAY,
  SLOTS_A_WEEK,
  type SupportWobble,
  supportHistory,
} from '@tallyboard/alerting/testing/support-history';
import { Random } from '@tallyboard/runtime/random';
import { quantile, say, table, tenth } from './report.js';

const HISTORIES = 200;
const DAYS = 730;
/** The second year is watched. */
const LIVE: readonly [number, number] = [365, DAYS];
const WATCHED_DAYS = 182;
const WEEKS = 12;

/**
 * How often the ready rules fire where something changes, after how long, and how often where nothing does: on seeded
 * histories, by the functions that judge in production. Needs no engines.
 */
export function alertPower(): void {
  say('Ready rules on seeded histories…');
  console.log(
    `\nWhere something changes, of ${HISTORIES} histories each; delay from the change until it fires:\n`,
  );
  console.log(
    table(
      ['rule', 'change', 'size', 'fired %', 'delay p50', 'p90'],
      [...churnChanges(), ...shareChanges(), ...supportChanges()],
    ),
  );
  console.log(`\nWhere nothing changes: histories with any alarm, % (a year; first response: four weeks):\n`);
  console.log(
    table(['rule', 'wobble', 'size', 'false %'], [...churnWobbles(), ...shareWobbles(), ...supportWobbles()]),
  );
}

const COMPANIES = [3_000, 1_000, 500, 300];
const MONTHLY_CHURN = 0.02;
/** What a real change happens in. */
const ORDINARY: ChurnWobble = { months: 0.15, weekdays: true };
const CHURN_WOBBLES: Readonly<Record<string, ChurnWobble>> = {
  'chance alone': {},
  'months ±15 %': { months: 0.15 },
  'season ±15 %': { season: 0.15 },
  weekdays: { weekdays: true },
  'growth 50 % a year': { growth: 0.5 },
  'a week of +40 %': { badWeek: 0.4 },
  'all of these': { months: 0.15, season: 0.15, weekdays: true, growth: 0.5, badWeek: 0.4 },
};

function* churnChanges() {
  for (const factor of [2, 1.5, 3])
    for (const customers of COMPANIES) {
      const delays = histories((seed) => {
        const day = changeDay(seed);
        return delay(day, churnAlarm(seed, customers, ORDINARY, { day, factor }, [day, day + WATCHED_DAYS]));
      });
      const change = `2 % → ${2 * factor} % a month`;
      yield ['rising churn', change, `${customers} customers`, ...fired(delays, (days) => `${days} d`)];
    }
}

function* churnWobbles() {
  for (const [name, wobble] of Object.entries(CHURN_WOBBLES))
    for (const customers of COMPANIES) {
      const alarms = histories((seed) => churnAlarm(seed, customers, wobble, null, LIVE));
      yield ['rising churn', name, `${customers} customers`, percent(alarms)];
    }
}

function churnAlarm(
  seed: number,
  customers: number,
  wobble: ChurnWobble,
  change: { day: number; factor: number } | null,
  watched: readonly [number, number],
): number | null {
  const between = churnHistory(seed, { customers, monthlyChurn: MONTHLY_CHURN, days: DAYS }, wobble, change);
  return firstDay(RISING_CHURN, between, (...spans) => rateMoved('rising', ...spans), watched);
}

const SHARES = [
  {
    name: 'falling close rate',
    rule: FALLING_CLOSE_RATE,
    before: 0.3,
    after: 0.2,
    sizes: [200, 50, 20],
    of: 'deals a week',
  },
  { name: 'CSAT drop', rule: CSAT_DROP, before: 0.9, after: 0.8, sizes: [100, 40, 15], of: 'answers a week' },
];
const SHARE_WOBBLES: Readonly<Record<string, ShareWobble>> = {
  'chance alone': {},
  'months ±15 %': { months: 0.15 },
  'season ±15 %': { season: 0.15 },
  'rush at the end of quarters': { rush: true },
  'all of these': { months: 0.15, season: 0.15, rush: true },
};

function* shareChanges() {
  for (const { name, rule, before, after, sizes, of } of SHARES)
    for (const perWeek of sizes) {
      const delays = histories((seed) => {
        const day = changeDay(seed);
        const cases = { perWeek, share: before, days: DAYS };
        const between = shareHistory(seed, cases, { months: 0.15, rush: true }, { day, share: after });
        return delay(day, shareAlarm(rule, between, [day, day + WATCHED_DAYS]));
      });
      const change = `${before * 100} % → ${after * 100} %`;
      yield [name, change, `${perWeek} ${of}`, ...fired(delays, (days) => `${days} d`)];
    }
}

function* shareWobbles() {
  for (const { name, rule, before, sizes, of } of SHARES)
    for (const [what, wobble] of Object.entries(SHARE_WOBBLES))
      for (const perWeek of sizes) {
        const alarms = histories((seed) =>
          shareAlarm(rule, shareHistory(seed, { perWeek, share: before, days: DAYS }, wobble, null), LIVE),
        );
        yield [name, what, `${perWeek} ${of}`, percent(alarms)];
      }
}

const shareAlarm = (
  rule: typeof CSAT_DROP,
  between: ReturnType<typeof shareHistory>,
  watched: readonly [number, number],
) => firstDay(rule, between, (...spans) => shareMoved('falling', ...spans), watched);

const TEAMS = [5, 20, 60];
const SUPPORT_WOBBLES: Readonly<Record<string, SupportWobble>> = {
  'days ±20 %': { days: 0.2 },
  'busy Mondays': { mondays: true },
  'both of these': { days: 0.2, mondays: true },
};

function* supportChanges() {
  for (const factor of [2, 1.5, null])
    for (const perHour of TEAMS) {
      const delays = histories((seed) => {
        const random = new Random('when it changes', seed);
        const day = random.whole(8 * 5, 11 * 5 - 1);
        // A gap of three hours is inside a day, and there to be seen for four.
        const slot = day * SLOTS_A_DAY + random.whole(0, factor === null ? 20 : SLOTS_A_DAY - 1);
        const end = factor === null ? Math.min(slot + 16, (day + 1) * SLOTS_A_DAY) : WEEKS * SLOTS_A_WEEK;
        const slots = supportHistory(
          seed,
          { perHour, weeks: WEEKS },
          { days: 0.2 },
          { at: slot * SLOT_S, factor },
        );
        const first = firstSlot(slots, [slot, end]);
        return first === null ? null : (first + 1 - slot) / 4;
      });
      const change = factor === null ? 'nobody answers for 3 hours' : `takes ${factor} times as long`;
      yield [
        'slow first response',
        change,
        `${perHour} an hour`,
        ...fired(delays, (hours) => `${hours} working h`),
      ];
    }
}

function* supportWobbles() {
  for (const [name, wobble] of Object.entries(SUPPORT_WOBBLES))
    for (const perHour of TEAMS) {
      const alarms = histories((seed) =>
        firstSlot(supportHistory(seed, { perHour, weeks: WEEKS }, wobble, null), [
          8 * SLOTS_A_WEEK,
          WEEKS * SLOTS_A_WEEK,
        ]),
      );
      yield ['slow first response', name, `${perHour} an hour`, percent(alarms)];
    }
}

const histories = <T>(of: (seed: number) => T): T[] =>
  Array.from({ length: HISTORIES }, (_, seed) => of(seed));

const changeDay = (seed: number) =>
  new Random('when it changes', seed).whole(LIVE[0], DAYS - WATCHED_DAYS - 1);

const delay = (since: number, at: number | null) => (at === null ? null : at + 1 - since);

const percent = (alarms: readonly (number | null)[]) =>
  tenth((100 * alarms.filter((each) => each !== null).length) / alarms.length);

/** % and quantiles of the delay among all: `–` where fewer than that fired. */
function fired(delays: readonly (number | null)[], said: (delay: number) => string): string[] {
  const ascending = delays.map((each) => each ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = (p: number) => {
    const value = quantile(ascending, p);
    return Number.isFinite(value) ? said(value) : '–';
  };
  return [percent(delays), at(0.5), at(0.9)];
}
