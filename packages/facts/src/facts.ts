import type { Entity } from '@tallyboard/contracts/events';
import type { Fact as AnyFact } from './define.js';
import type { Described } from './described.js';
import { activity } from './facts/activity.js';
import { call } from './facts/call.js';
import { campaign } from './facts/campaign.js';
import { customer } from './facts/customer.js';
import { deal } from './facts/deal.js';
import { lead } from './facts/lead.js';
import { order } from './facts/order.js';
import { subscription } from './facts/subscription.js';
import { survey } from './facts/survey.js';
import { ticket } from './facts/ticket.js';
import type { Read } from './read.js';

export type { MeasureType } from './define.js';

const DEFINED = [
  call,
  activity,
  deal,
  lead,
  campaign,
  order,
  ticket,
  survey,
  customer,
  subscription,
] as const;

export type FactName = (typeof DEFINED)[number]['name'];
export type Fact = AnyFact<FactName>;

/** Every fact with cells. */
export const FACTS: readonly Fact[] = DEFINED;

/** The fact of that name; throws on a name that is none. */
export function factOf(name: string): Fact {
  const fact = FACTS.find((candidate) => candidate.name === name);
  if (!fact) throw new Error(`no fact ${name}; there are ${FACTS.map((each) => each.name).join(', ')}`);
  return fact;
}

/** The fact that is folded from an entity's events; null for what is only read. */
export function factOfEntity(entity: Entity): Fact | null {
  return ofEntity.get(entity) ?? null;
}

const ofEntity: ReadonlyMap<Entity, Fact> = new Map(FACTS.map((fact) => [fact.entity, fact]));

/** Every way in which facts read another entity, once. */
export const READS: readonly Read[] = [...new Set(FACTS.flatMap(({ reads }) => reads))];

/** Every way in which facts have dimensions of another entity, once. */
export const DESCRIBED: readonly Described[] = [
  ...new Set(FACTS.flatMap(({ described }) => described ?? [])),
];

export const isFactName = (name: string): name is FactName => FACTS.some((fact) => fact.name === name);

/** Whether facts read or know this entity, or it has no cells of its own: who folds some entities alone needs all of these. */
export const isReference = (entity: string): boolean =>
  READS.some((read) => read.entity === entity) ||
  FACTS.some(({ knows }) => knows.some((known) => known === entity)) ||
  !FACTS.some((fact) => fact.entity === entity);
