import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { type Account, accountsOf } from '../accounts.js';
import { type Company, type Rep, repsOf } from '../company.js';
import { HOUR_MS, type LocalDay, MINUTE_MS } from '../local-day.js';
import type { Office } from '../offices.js';
import { inWorkingHours } from '../pace.js';
import type { Storyteller } from '../story.js';
import { type Payload, tell } from '../told.js';
import { customerMoment, isWorkingDay, workingDayMs } from '../working-hours.js';
import { campaignOf, touchesOf } from './campaigns.js';
import { LEAD_SOURCES } from './deal-plan.js';

/** Of the accounts that come into the CRM, those that were a lead before. */
const SHARE_OF_ACCOUNTS = 0.7;
/** How many days before, at most. */
const DAYS_BEFORE = 5;
/** Leads that come to nothing, in an office on a working day. */
const IN_VAIN_PER_DAY = 5;
const REASONS = ['no_budget', 'no_answer', 'not_a_fit', 'competitor', 'only_curious'];

/** Who shows interest, by web, mail or campaign, and what becomes of it: an account and its first deal, or nothing. */
export const leads: Storyteller = {
  spanDays: 25,
  lasting: false,
  *storiesOf(company, office, day) {
    for (let ahead = 1; ahead <= DAYS_BEFORE; ahead += 1)
      for (const account of accountsOf(company, office, day + ahead)) {
        const random = new Random(company.seed, 'lead', account.id);
        if (random.chance(SHARE_OF_ACCOUNTS) && random.whole(1, DAYS_BEFORE) === ahead)
          yield leadOf(company, office, day, account, random);
      }
    if (!isWorkingDay(office, day)) return;
    const count = new Random(company.seed, 'leads', office.id, day).poisson(company.size * IN_VAIN_PER_DAY);
    for (let index = 0; index < count; index += 1) yield leadInVain(company, office, day, index);
  },
};

/** The lead that became this account and its first deal, in time order. */
function leadOf(
  company: Company,
  office: Office,
  day: LocalDay,
  account: Account,
  random: Random,
): CrmEvent[] {
  const deal = account.deals[0]!;
  const id = `L-${account.id}`;
  const createdAt = customerMoment(random, office, day);
  const contactedAt = Math.min(
    account.createdAt - MINUTE_MS,
    inWorkingHours(office, createdAt, followUpMs(random, account.owner)),
  );
  const convertedAt = deal.openedAt + MINUTE_MS;
  const event = eventsOf(company, id);
  const told = [
    event('lead.created', createdAt, {
      name: account.name,
      segment: account.segment,
      region: account.region,
      ...sourceOf(company, office, deal.leadSource, createdAt),
      rep_id: account.owner.id,
      created_at: createdAt,
    }),
    event('lead.contacted', contactedAt, { contacted_at: contactedAt, rep_id: null, contact_id: null }),
    event('lead.qualified', account.createdAt, { qualified_at: account.createdAt }),
    event('lead.converted', convertedAt, {
      converted_at: convertedAt,
      deal_id: deal.id,
      account_id: account.id,
    }),
  ];
  return [...told, ...touchesOf(company, office, id, createdAt, convertedAt)].sort(
    (left, right) => left.occurred_at - right.occurred_at,
  );
}

/** A lead that nobody calls, or that is given up, or left lying. */
function leadInVain(company: Company, office: Office, day: LocalDay, index: number): CrmEvent[] {
  const random = new Random(company.seed, 'lead-in-vain', office.id, day, index);
  const id = `L-${company.tag}-${office.id}-${day}-${index}`;
  const rep = random.pick(repsOf(company, office, 'sales'));
  const segment = random.weighted(['small', 'middle', 'enterprise'] as const, (each) =>
    each === 'small' ? 0.75 : each === 'middle' ? 0.2 : 0.05,
  );
  const source = random.weighted(LEAD_SOURCES, ({ share, ease }) => share / ease).name;
  const createdAt = customerMoment(random, office, day);
  const event = eventsOf(company, id);
  const created = event('lead.created', createdAt, {
    name: null,
    segment,
    region: random.pick(office.regions),
    ...sourceOf(company, office, source, createdAt),
    rep_id: rep.id,
    created_at: createdAt,
  });
  if (!random.chance(0.85)) return [created];
  const contactedAt = inWorkingHours(office, createdAt, followUpMs(random, rep));
  const contacted = event('lead.contacted', contactedAt, {
    contacted_at: contactedAt,
    // Now and then a colleague is quicker.
    rep_id: random.chance(0.1) ? random.pick(repsOf(company, office, 'sales')).id : null,
    contact_id: null,
  });
  const qualifiedAt = inWorkingHours(office, contactedAt, random.between(0.2, 3) * workingDayMs(office));
  const qualified = random.chance(0.2)
    ? [event('lead.qualified', qualifiedAt, { qualified_at: qualifiedAt })]
    : [];
  if (!random.chance(0.7)) return [created, contacted, ...qualified];
  const disqualifiedAt = inWorkingHours(office, qualifiedAt, random.between(0.1, 5) * workingDayMs(office));
  const reason = random.pick(REASONS);
  return [
    created,
    contacted,
    ...qualified,
    event('lead.disqualified', disqualifiedAt, { disqualified_at: disqualifiedAt, reason }),
  ];
}

/** Working time until a rep calls back: an hour or so, a day and a half at most. */
const followUpMs = (random: Random, rep: Rep): number =>
  Math.min(12, rep.slowness * random.around(1, 1.1)) * HOUR_MS;

function sourceOf(company: Company, office: Office, lead_source: string, createdAt: number) {
  return {
    lead_source,
    campaign_id: lead_source === 'campaign' ? campaignOf(company, office, createdAt) : null,
  };
}

function eventsOf(company: Company, id: string) {
  return <T extends EventType & `lead.${string}`>(
    type: T,
    at: number,
    payload: Omit<Payload<T>, 'lead_id'>,
  ): CrmEvent =>
    tell(company, type, 'crm', `${id}.${type.slice('lead.'.length)}`, at, {
      lead_id: id,
      ...payload,
    } as unknown as Payload<T>);
}
