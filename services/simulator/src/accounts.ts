import { Random } from '@tallyboard/runtime/random';
import { type Company, type Rep, repsOf } from './company.js';
import { DAY_MS, HOUR_MS, type LocalDay, localDayOf } from './local-day.js';
import type { Office } from './offices.js';
import { inWorkingHours } from './pace.js';
import { type Buyer, type DealPlan, planDeal } from './stories/deal-plan.js';
import { FOUNDED_DAY } from './story.js';
import { isWorkingDay, workingMoment } from './working-hours.js';

/** A time as a customer, from the deal that began it until it left. */
export interface Spell {
  since: number;
  until: number;
  reason: ChurnReason;
  /** Part of the id of its end when it hangs on the first start. */
  mark?: string;
}

export type ChurnReason =
  | 'price'
  | 'slow_support'
  | 'competitor'
  | 'closed_down'
  | 'missing_feature'
  | 'entered_twice';

/** A company that may buy, with all that its future holds. */
export interface Account extends Buyer {
  name: string;
  createdAt: number;
  region: string;
  owner: Rep;
  /** Factor on how long this account waits for answers; the neglected leave over it. */
  neglect: number;
  /** How hard it looks at prices, 1 is usual. */
  thrift: number;
  /** The deal that makes it a customer or not, then those that win it back. */
  deals: DealPlan[];
  spells: Spell[];
}

const PER_WORKING_DAY = 2.4;
const NAMES = [
  ['Blue', 'North', 'Solar', 'Copper', 'Silver', 'River', 'Granite', 'Maple', 'Orchid', 'Harbour', 'Summit'],
  ['Foods', 'Logistics', 'Textiles', 'Labs', 'Systems', 'Pharma', 'Mobility', 'Tools', 'Energy', 'Media'],
];

/** The accounts that came into the CRM of an office on a local day. */
export function accountsOf(company: Company, office: Office, day: LocalDay): readonly Account[] {
  const roster = rosterOf(company, office);
  if (day < FOUNDED_DAY) return [];
  extend(company, office, roster, day);
  return roster.all.slice(roster.before[day - FOUNDED_DAY], roster.before[day - FOUNDED_DAY + 1]);
}

/** A customer of the office at an instant, the neglected more often; null when a few tries find none. */
export function customerOn(
  company: Company,
  office: Office,
  instantMs: number,
  random: Random,
): Account | null {
  const day = localDayOf(office.zone, instantMs);
  if (day < FOUNDED_DAY) return null;
  const roster = rosterOf(company, office);
  extend(company, office, roster, day);
  const candidates = roster.before[day - FOUNDED_DAY]!;
  for (let tries = 0; tries < 24 && candidates > 0; tries += 1) {
    const account = roster.all[random.whole(0, candidates - 1)]!;
    if (account.spells.some(({ since, until }) => since < instantMs && instantMs < until)) return account;
  }
  return null;
}

/** Accounts of an office in order of their day; `before[i]` counts those of the first i days. */
interface Roster {
  all: Account[];
  before: number[];
}

/** Remembered, as every ticket and call asks; a pure function of company and office all the same. */
const rosters = new WeakMap<Company, Map<string, Roster>>();

function rosterOf(company: Company, office: Office): Roster {
  let ofCompany = rosters.get(company);
  if (!ofCompany) {
    ofCompany = new Map();
    rosters.set(company, ofCompany);
  }
  let roster = ofCompany.get(office.id);
  if (!roster) {
    roster = { all: [], before: [0] };
    ofCompany.set(office.id, roster);
  }
  return roster;
}

function extend(company: Company, office: Office, roster: Roster, throughDay: LocalDay): void {
  for (let day = FOUNDED_DAY + roster.before.length - 1; day <= throughDay; day += 1) {
    if (isWorkingDay(office, day)) {
      const count = new Random(company.seed, 'accounts', office.id, day).poisson(
        company.size * PER_WORKING_DAY,
      );
      for (let i = 0; i < count; i += 1) roster.all.push(createAccount(company, office, day, i));
    }
    roster.before.push(roster.all.length);
  }
}

function createAccount(company: Company, office: Office, day: LocalDay, index: number): Account {
  const random = new Random(company.seed, 'account', office.id, day, index);
  const id = `A-${company.tag}-${office.id}-${day}-${index}`;
  const createdAt = workingMoment(random, office, day);
  const account: Account = {
    id,
    name: `${random.pick(NAMES[0]!)} ${random.pick(NAMES[1]!)} ${random.whole(2, 99)}`,
    createdAt,
    segment: random.weighted(['small', 'middle', 'enterprise'] as const, (segment) =>
      segment === 'small' ? 0.62 : segment === 'middle' ? 0.3 : 0.08,
    ),
    region: random.pick(office.regions),
    owner: random.pick(repsOf(company, office, 'sales')),
    neglect: random.chance(0.18) ? random.between(2.5, 5) : random.between(0.7, 1.3),
    thrift: random.around(1, 0.5),
    deals: [],
    spells: [],
  };
  const first = planDeal(new Random(company.seed, 'first-deal', id), inWorkingHours, {
    id: `D-${id}-1`,
    openedAt: inWorkingHours(office, createdAt, random.between(0.1, 12) * HOUR_MS),
    rep: account.owner,
    account,
    pipeline: 'new_business',
  });
  account.deals.push(first);
  if (first.ends.at(-1)!.outcome === 'lost') return account;
  account.spells.push(planSpell(random, office, account, first));
  if (random.chance(0.15)) {
    const left = account.spells[0]!.until;
    const back = planDeal(new Random(company.seed, 'won-back', id), inWorkingHours, {
      id: `D-${id}-2`,
      openedAt: inWorkingHours(office, left + random.between(20, 120) * DAY_MS, 0),
      rep: account.owner,
      account,
      pipeline: 'new_business',
      outcome: 'won',
    });
    account.deals.push(back);
    account.spells.push(planSpell(random, office, account, back));
  }
  return account;
}

/**
 * Causes of churn compete: each has its rate per day, the earliest ends the spell; together they take about 2 % of
 * the customers in a month. Slow support weighs by the square of the neglect, so those who wait long leave over it,
 * and their tickets show it.
 */
function planSpell(random: Random, office: Office, account: Account, deal: DealPlan): Spell {
  const since = deal.ends.at(-1)!.closedAt + 1_000;
  const causes: { reason: ChurnReason; perDay: number }[] = [
    { reason: 'price', perDay: 0.00016 * account.thrift },
    { reason: 'slow_support', perDay: 0.00007 * account.neglect ** 2 },
    { reason: 'competitor', perDay: 0.00012 },
    { reason: 'missing_feature', perDay: 0.00008 },
    { reason: 'closed_down', perDay: 0.00004 },
  ];
  const total = causes.reduce((sum, { perDay }) => sum + perDay, 0);
  const until = inWorkingHours(office, since + (3 + random.exponential(1 / total)) * DAY_MS, 0);
  return { since, until, reason: random.weighted(causes, ({ perDay }) => perDay).reason };
}
