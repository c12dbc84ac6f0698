import type { Entity } from '@tallyboard/contracts/events';
import type { Fact, FactName } from './fact.js';
import { call } from './facts/call.js';
import { customer } from './facts/customer.js';
import { deal } from './facts/deal.js';
import { survey } from './facts/survey.js';
import { ticket } from './facts/ticket.js';

export type { Fact, FactName, Measure, MeasureType } from './fact.js';

/** Every fact with cells. */
export const FACTS: readonly Fact[] = [call, deal, ticket, survey, customer];

/** The fact of that name; throws on a name that is none. */
export function factOf(name: string): Fact {
  const fact = FACTS.find((candidate) => candidate.name === name);
  if (!fact) throw new Error(`no fact ${name}; there are ${FACTS.map((each) => each.name).join(', ')}`);
  return fact;
}

/** The fact that is folded from an entity's events; null for reference data. */
export function factOfEntity(entity: Entity): Fact | null {
  return FACTS.find((fact) => fact.entity === entity) ?? null;
}

export const isFactName = (name: string): name is FactName => FACTS.some((fact) => fact.name === name);

/** Whether an entity is reference data: read by folds of others, and without cells of its own. */
export const isReference = (entity: string): boolean => !FACTS.some((fact) => fact.entity === entity);
