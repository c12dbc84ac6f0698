import { ACCOUNTS } from './entities/accounts.js';
import { ACTIVITIES } from './entities/activities.js';
import { CALLS } from './entities/calls.js';
import { SPENDING, TOUCHES } from './entities/campaigns.js';
import { DEALS } from './entities/deals.js';
import { LEADS } from './entities/leads.js';
import { ORDERS } from './entities/orders.js';
import { PRODUCTS } from './entities/products.js';
import { RATES } from './entities/rates.js';
import { REPS } from './entities/reps.js';
import { SUBSCRIPTIONS } from './entities/subscriptions.js';
import { RESPONSES, SURVEYS } from './entities/surveys.js';
import { TICKET_EVENTS } from './entities/ticket-events.js';
import { TICKETS } from './entities/tickets.js';
import type { Entity } from './entity.js';

/** Every kind of file that can be imported; their rules are the sections of a mapping. */
export const ENTITIES: readonly Entity[] = [
  DEALS,
  CALLS,
  ACTIVITIES,
  LEADS,
  TOUCHES,
  SPENDING,
  TICKETS,
  TICKET_EVENTS,
  RESPONSES,
  SURVEYS,
  ORDERS,
  SUBSCRIPTIONS,
  ACCOUNTS,
  REPS,
  PRODUCTS,
  RATES,
];
