import type { Timeline, TimelineEvent } from '@tallyboard/api/timeline';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';

/** Events as a table for people, a line each, with what they correct and what corrected them. */
export function timelineText({ tenant, entity, id, merged, events, next }: Timeline): string {
  const rows = events.map((event) => [
    event.occurred_at,
    event.type,
    event.is_related || merged.includes(event.id) ? event.id : '',
    event.source,
    event.event_id,
    saidText(event),
    correctionText(event),
  ]);
  const columns = ['occurred at', 'event', 'of', 'source', 'id', 'says', 'corrections'].map((title) => ({
    title,
  }));
  return [
    `Timeline of ${entity} ${id} of ${tenant}: ${count(events.length)} ${events.length === 1 ? 'event' : 'events'}`,
    ...(merged.length > 0 ? [`Merged into it: ${merged.join(', ')}.`] : []),
    '',
    table(columns, rows),
    ...(next === null ? [] : ['', `There are more: --after ${next}`]),
  ].join('\n');
}

/** Ids and versions are shown elsewhere, or of no use to a reader. */
const UNSAID = new Set(['source_version', 'replaces', 'replaces_source', 'retracts', 'retracts_source']);
const MOST_LETTERS = 100;

function saidText({ data, id }: TimelineEvent): string {
  const said = Object.entries(data)
    .filter(([field, value]) => !UNSAID.has(field) && value !== id)
    .map(([field, value]) => `${field} ${plain(value)}`)
    .join(', ');
  return said.length > MOST_LETTERS ? `${said.slice(0, MOST_LETTERS - 1)}…` : said;
}

function correctionText({ changes, corrects, corrected_by }: TimelineEvent): string {
  return [
    ...changes.map(
      ({ field, was, now, said_by }) =>
        `${field} was ${plain(was)}, is ${plain(now)} (said by ${said_by.event_id})`,
    ),
    ...(corrects ? [`${corrects.how} ${corrects.event_id}`] : []),
    ...corrected_by.map(({ how, event_id }) => `${how} by ${event_id}`),
  ].join('; ');
}

const plain = (value: unknown): string =>
  value === null
    ? 'nothing'
    : (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ');
