import { isOpen } from '@tallyboard/calendar/periods';
import { OFFICE_DAYS, readPeriod, resolvePeriod } from '../question/period.js';
import { badParameter, Refusal, unknownWord } from '../refusal.js';
import { EVER, type Within } from './quality.js';

/** What may be said of the time whose events are looked at. */
export const SPAN_PARAMETERS = ['from', 'to', 'period', 'tz', 'week_starts'] as const;

/** The time that is asked for at `nowMs`, by parameters of a query; all of it (EVER) where none is said. */
export function askedSpan(search: URLSearchParams, nowMs: number): Within | Refusal {
  const given = new Map<string, string>();
  for (const [name, value] of search) {
    if (!SPAN_PARAMETERS.some((known) => known === name))
      return unknownWord('parameter', name, 'a parameter of data quality', SPAN_PARAMETERS);
    if (given.has(name)) return badParameter(name, `${name} is given twice`);
    given.set(name, value);
  }
  if (given.get('tz') === OFFICE_DAYS)
    return badParameter(
      'tz',
      'sources know no offices: the zone is that of one place, for example Europe/Berlin',
    );
  if (!['from', 'to', 'period'].some((name) => given.has(name))) given.set('period', 'all');
  const period = readPeriod(given);
  if (period instanceof Refusal) return period;
  if (isOpen(period.span)) return EVER;
  const found = resolvePeriod(period, nowMs, null);
  return found instanceof Refusal ? found : { from: found.bounds[0]!, to: found.bounds.at(-1)! };
}
