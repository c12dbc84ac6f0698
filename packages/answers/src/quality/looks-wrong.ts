import type { LooksWrong } from './conditions.js';
import { account } from './entities/account.js';
import { activity } from './entities/activity.js';
import { call } from './entities/call.js';
import { campaign } from './entities/campaign.js';
import { deal } from './entities/deal.js';
import { lead } from './entities/lead.js';
import { order } from './entities/order.js';
import { rep } from './entities/rep.js';
import { subscription } from './entities/subscription.js';
import { survey } from './entities/survey.js';
import { ticket } from './entities/ticket.js';

/** Every entity in which something can look wrong. */
export const LOOKS_WRONG: readonly LooksWrong[] = [
  call,
  activity,
  lead,
  campaign,
  deal,
  order,
  ticket,
  survey,
  account,
  subscription,
  rep,
];
