import type { Entity } from '@tallyboard/contracts/events';
import { type Column, eventTable } from '@tallyboard/facts/event-table';

/** Of the pipeline alone, or said by every row. */
const HIDDEN = new Set(['tenant', 'bucket', 'digest']);

/** Columns of an entity's events with what people are shown of them. */
export const shownColumns = (entity: Entity): Column[] =>
  eventTable(entity).columns.filter(({ name }) => !HIDDEN.has(name));

/** What an event says: null is nothing said, and so is a list of nothing. */
export function saidOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const { name, type } of columns) {
    const value = row[name];
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    said[name] = type.includes('DateTime64') && typeof value === 'string' ? instant(value) : value;
  }
  return said;
}

/** As ClickHouse writes one in UTC. */
export const instant = (text: string): string => `${text.replace(' ', 'T')}Z`;
