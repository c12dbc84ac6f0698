import type { EventType } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import { type Company, repsOf } from '../company.js';
import type { LocalDay } from '../local-day.js';
import type { Office } from '../offices.js';
import { inWorkingHours } from '../pace.js';
import type { Story, Storyteller } from '../story.js';
import { money, type Payload, tell } from '../told.js';
import { isWorkingDay, workingMoment } from '../working-hours.js';
import { campaignOf } from './campaigns.js';
import { type DealPlan, planDeal } from './deal-plan.js';
import { orderOf } from './orders.js';

const PER_WORKING_DAY = 7;

/** Sales to those who already are customers, and to accounts nobody has put into the CRM. */
export const furtherDeals: Storyteller = {
  spanDays: 130,
  lasting: false,
  *storiesOf(company, office, day) {
    if (!isWorkingDay(office, day)) return;
    const count = new Random(company.seed, 'deals', office.id, day).poisson(company.size * PER_WORKING_DAY);
    for (let i = 0; i < count; i += 1) {
      const random = new Random(company.seed, 'deal', office.id, day, i);
      const openedAt = workingMoment(random, office, day);
      const account = customerOn(company, office, openedAt, random);
      const rep = account?.owner ?? random.pick(repsOf(company, office, 'sales'));
      const plan = planDeal(random, inWorkingHours, {
        id: dealId(company, office, day, i),
        openedAt,
        rep,
        account,
        pipeline: account ? random.pick(['expansion', 'expansion', 'renewal'] as const) : 'new_business',
      });
      yield dealStory(company, plan);
    }
  },
};

/** The events of a deal, in time order. */
export function dealStory(company: Company, plan: DealPlan): Story {
  const { id, currency } = plan;
  const event = <T extends EventType>(type: T, name: string, at: number, payload: Payload<T>) =>
    tell(company, type, 'crm', `${id}.${name}`, at, payload);

  const opened = event('deal.opened', 'opened', plan.openedAt, {
    deal_id: id,
    opened_at: plan.openedAt,
    rep_id: plan.rep.id,
    account_id: plan.account?.id ?? null,
    pipeline: plan.pipeline,
    stage: plan.stages[0]!.stage,
    product: plan.product,
    lead_source: plan.leadSource,
    amount: plan.estimate === null ? null : money(plan.estimate),
    currency: plan.estimate === null ? null : currency,
    expected_close: plan.expectedClose,
    campaign_id: plan.leadSource === 'campaign' ? campaignOf(company, plan.rep.office, plan.openedAt) : null,
    lead_id: null,
  });
  const moved = plan.stages
    .slice(1)
    .map(({ stage, at }, index) =>
      event('deal.stage_changed', `stage-${index + 1}`, at, { deal_id: id, changed_at: at, stage }),
    );
  const ends = plan.ends.flatMap(({ reopenedAt, closedAt, outcome, reason }, index) => [
    ...(reopenedAt === null
      ? []
      : [
          event('deal.reopened', `reopened-${index}`, reopenedAt, {
            deal_id: id,
            reopened_at: reopenedAt,
            stage: plan.stages.at(-1)!.stage,
          }),
        ]),
    event('deal.closed', `closed-${index}`, closedAt, {
      deal_id: id,
      closed_at: closedAt,
      outcome,
      amount: money(plan.amount),
      currency,
      reason,
      rep_id: null,
    }),
  ]);
  return [opened, ...moved, ...ends, ...orderOf(company, plan)];
}

export function dealId(company: Company, office: Office, day: LocalDay, index: number): string {
  return `D-${company.tag}-${office.id}-${day}-${index}`;
}
