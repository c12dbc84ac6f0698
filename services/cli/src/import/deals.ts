import { dealSubject } from './claims.js';
import { type OutgoingEvent, toEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { type Readers, type Row, Unusable } from './values.js';

/** Which deal one line is about; null when that cannot be told. */
export function dealOf(mapping: Mapping, readers: Readers, row: Row): string | null {
  const id = readers.id(mapping.deals.id, row);
  return id === null ? null : dealSubject(id);
}

/**
 * The events of one deal: `deal.opened`, and `deal.closed` when its outcome is won or lost, else `deal.reopened`: an
 * export that shows it open is the later word of one that showed it closed. Throws Unusable when the line does not say
 * enough.
 */
export function dealEvents(mapping: Mapping, readers: Readers, asOf: number, row: Row): OutgoingEvent[] {
  const rules = mapping.deals;
  const dealId = readers.id(rules.id, row);
  if (dealId === null) throw new Unusable(`${rules.id.column}: empty; a deal needs an id`);
  const outcome = outcomeOf(rules.outcome, row);
  const openedAt = readers.instant(rules.opened_at, row);
  if (openedAt === null)
    throw new Unusable(`${columnOf(rules.opened_at)}: empty; a deal needs an opening date`);
  const amount = readers.decimal(rules.amount, row);
  const currency = readers.text(rules.currency, row);
  const opened = toEvent(mapping.source, asOf, {
    type: 'deal.opened',
    occurredAt: openedAt,
    data: {
      deal_id: dealId,
      opened_at: openedAt,
      rep_id: readers.id(rules.rep, row),
      account_id: readers.id(rules.account, row),
      pipeline: readers.text(rules.pipeline, row),
      stage: readers.text(rules.stage, row),
      product: readers.text(rules.product, row),
      lead_source: readers.text(rules.lead_source, row),
      // The amount of a closed deal is what it closed at, not what was expected of it.
      amount: outcome === 'open' ? amount : null,
      currency,
    },
  });
  if (outcome === 'open') {
    const data = { deal_id: dealId, reopened_at: asOf };
    return [opened, toEvent(mapping.source, asOf, { type: 'deal.reopened', occurredAt: asOf, data })];
  }
  const closedAt = readers.instant(rules.closed_at, row);
  if (closedAt === null)
    throw new Unusable(
      `${columnOf(rules.closed_at)}: empty; a deal that was ${outcome} needs a closing date`,
    );
  const closed = toEvent(mapping.source, asOf, {
    type: 'deal.closed',
    occurredAt: closedAt,
    data: {
      deal_id: dealId,
      closed_at: closedAt,
      outcome,
      amount,
      currency,
      reason: readers.text(rules.reason, row),
    },
  });
  return [opened, closed];
}

function outcomeOf(rule: Mapping['deals']['outcome'], row: Row): 'won' | 'lost' | 'open' {
  const cell = row[rule.column]?.trim() ?? '';
  const outcome = Object.hasOwn(rule.values, cell) ? rule.values[cell] : undefined;
  if (!outcome)
    throw new Unusable(
      `${rule.column}: ${JSON.stringify(cell)} has no outcome in the mapping, which knows ${Object.keys(rule.values).join(', ')}`,
    );
  return outcome;
}

const columnOf = (rule: { column: string } | { constant: string }): string =>
  'column' in rule ? rule.column : 'constant';
