import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import type { Company } from '../company.js';
import { dateOf, instantOf, type LocalDay, weekday } from '../local-day.js';
import { FOUNDED_DAY, type Storyteller } from '../story.js';
import { tell } from '../told.js';

/** Of which one is told in all others: the currency of the head office. */
const BASE = 'EUR';
/** About what one euro is. */
const USUAL: Readonly<Record<string, number>> = { USD: 1.1, CAD: 1.5, AUD: 1.65, INR: 92, NPR: 147 };
/** When the rates of a day are told, minutes past midnight at the head office. */
const TOLD_AT = 16 * 60;

/** What the rates of a month begin with, which is all that is known of what was before somebody started to listen. */
export const monthlyRates: Storyteller = {
  spanDays: 1,
  lasting: true,
  *storiesOf(company, office, day) {
    if (office === company.offices[0] && (day === FOUNDED_DAY || dateOf(day).date === 1))
      yield* ratesOf(company, day, 'treasury', 0);
  },
};

/** The rates of a working day; Friday's hold over the weekend. */
export const dailyRates: Storyteller = {
  spanDays: 1,
  lasting: false,
  *storiesOf(company, office, day) {
    const isWorked = weekday(day) !== 0 && weekday(day) !== 6;
    if (office === company.offices[0] && isWorked && dateOf(day).date !== 1)
      yield* ratesOf(company, day, 'ecb', TOLD_AT);
  },
};

function* ratesOf(company: Company, day: LocalDay, source: string, minute: number): Iterable<CrmEvent[]> {
  const { year, month, date } = dateOf(day);
  const effective_from = [year, month, date].map((part) => String(part).padStart(2, '0')).join('-');
  const at = instantOf(company.offices[0]!.zone, day, minute);
  for (const currency of new Set(company.offices.map((office) => office.currency))) {
    if (currency === BASE) continue;
    const pair = `${BASE}/${currency}`;
    yield [
      tell(company, 'rate.updated', source, `${pair}.${effective_from}`, at, {
        rate_id: pair,
        effective_from,
        rate: rateOf(company, currency, day),
      }),
    ];
  }
}

/** Up and down over a year and a half, and a little from day to day. */
function rateOf(company: Company, currency: string, day: LocalDay): string {
  const phase = new Random(company.seed, 'rate', currency).next();
  const swing = 0.06 * Math.sin(2 * Math.PI * (day / 550 + phase));
  const noise = 0.003 * new Random(company.seed, 'rate', currency, day).normal();
  return `${((USUAL[currency] ?? 1) * (1 + swing + noise)).toFixed(4)}00000000`;
}
