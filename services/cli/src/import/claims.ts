import type { OutgoingEvent } from './events.js';

/** That a line says something of somebody: `of` names whom, `says` is what. */
export interface Claim {
  of: string;
  says: string;
}

/** What the events of one line claim, one claim for each deal, call, rep or whatever they are about. */
export function claimsOf(events: readonly OutgoingEvent[]): Claim[] {
  const said = new Map<string, string[]>();
  for (const event of events) {
    const of = subjectOf(event);
    said.set(of, [...(said.get(of) ?? []), `${event.type} ${JSON.stringify(event.data)}`]);
  }
  return [...said].map(([of, all]) => ({ of, says: all.join('\n') }));
}

/** Of whom the events of one line speak. */
export const subjectsOf = (events: readonly OutgoingEvent[]): string[] => [...new Set(events.map(subjectOf))];

/** The claim of a line that cannot be used and is known to be about somebody: nothing else says the same. */
export const unusableClaim = (of: string, line: number): Claim => ({ of, says: `line ${line}` });

/** Null where nobody is named. */
export const subjectNamed = (what: string, id: string | null): string | null =>
  id === null ? null : `${what} ${JSON.stringify(id)}`;
/** A rep may be listed once for each time of changing office. */
export const repSubject = (id: string, fromMs: number) =>
  `rep ${JSON.stringify(id)} from ${new Date(fromMs).toISOString()}`;

/** A pair of currencies has a rate of each day. */
export const rateSubject = (pair: string, day: string) =>
  `rate ${JSON.stringify(pair.toUpperCase())} of ${day}`;

function subjectOf({ type, time, data }: OutgoingEvent): string {
  if (type === 'rep.updated') return repSubject(String(data.rep_id), Number(data.effective_from));
  if (type === 'rate.updated') return rateSubject(String(data.rate_id), String(data.effective_from));
  // A later statement about an office replaces the whole of an earlier one.
  if (type === 'office.updated')
    return `office ${JSON.stringify(data.office_id)} as of ${data.source_version ?? time}`;
  const [what = ''] = type.split('.');
  return `${what} ${JSON.stringify(data[`${what}_id`])}`;
}
