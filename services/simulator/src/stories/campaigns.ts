import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { type Company, repsOf } from '../company.js';
import { DAY_MS, dateOf, HOUR_MS, instantOf, type LocalDay, localDayOf } from '../local-day.js';
import type { Office } from '../offices.js';
import { FOUNDED_DAY, type Storyteller } from '../story.js';
import { money, tell } from '../told.js';

const CHANNELS = ['search', 'social', 'mail', 'trade_fair'];
const WEEKS = 12;
/** What an office spends in a week, in usual small deals. */
const DEALS_PER_WEEK = 1.1;

/** Each office has a campaign a quarter, on which it spends something every week. */
export const campaigns: Storyteller = {
  spanDays: 7 * WEEKS + 2,
  lasting: true,
  *storiesOf(company, office, day) {
    const { month, date } = dateOf(day);
    if (day < FOUNDED_DAY || date !== 1 || month % 3 !== 1) return;
    const id = idOf(company, office, day);
    const random = new Random(company.seed, 'campaign', id);
    const startsAt = instantOf(office.zone, day, 0);
    yield [
      tell(company, 'campaign.created', 'crm', `${id}.created`, startsAt, {
        campaign_id: id,
        created_at: startsAt,
        rep_id: random.pick(repsOf(company, office, 'sales')).id,
        name: `${office.name}, ${quarterOf(day)}`,
        channel: random.pick(CHANNELS),
        starts_at: startsAt,
        ends_at: null,
      }),
      ...Array.from({ length: WEEKS }, (_, week) => {
        const at = startsAt + week * 7 * DAY_MS + random.whole(9, 20) * HOUR_MS;
        return tell(company, 'campaign.spent', 'ads', `${id}.spent-${week}`, at, {
          campaign_id: id,
          spent_at: at,
          amount: money(company.size * office.dealSize * DEALS_PER_WEEK * random.around(1, 0.4)),
          currency: office.currency,
          spend_id: `${id}-${week}`,
        });
      }),
    ];
  },
};

/** The campaign that an office runs at an instant. */
export const campaignOf = (company: Company, office: Office, instantMs: number): string =>
  idOf(company, office, localDayOf(office.zone, instantMs));

/** Of leads that become customers, those that campaigns touch. */
const SHARE_TOUCHED = 0.45;

/** How campaigns touched a lead until it was converted: mostly one of its office, now and then one of elsewhere. */
export function touchesOf(
  company: Company,
  office: Office,
  lead: string,
  fromMs: number,
  toMs: number,
): CrmEvent[] {
  const random = new Random(company.seed, 'touches', lead);
  if (!random.chance(SHARE_TOUCHED)) return [];
  return Array.from({ length: random.whole(1, 3) }, (_, i) => {
    const at = random.whole(fromMs + 1, toMs);
    return tell(company, 'campaign.touched', 'ads', `${lead}.touched-${i}`, at, {
      campaign_id: campaignOf(company, random.chance(0.8) ? office : random.pick(company.offices), at),
      touched_at: at,
      touch_id: `${lead}-${i}`,
      lead_id: lead,
      deal_id: null,
      account_id: null,
    });
  });
}

const idOf = (company: Company, office: Office, day: LocalDay): string =>
  `CA-${company.tag}-${office.id}-${quarterOf(day)}`;

function quarterOf(day: LocalDay): string {
  const { year, month } = dateOf(day);
  return `${year}-q${Math.ceil(month / 3)}`;
}
