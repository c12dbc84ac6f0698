import type { DealsAtRisk } from '@tallyboard/api/deals';
import { type Polled, startPolling } from '../polled.js';

export type RiskWatch = Polled<AtRisk>;

/** Counts alone: a wall has no key that lists deals one by one, and shows none. */
export type AtRisk = Pick<DealsAtRisk, 'open' | 'at_risk' | 'reasons' | 'worth'>;

/** A deal becomes one of them by the day, and is asked of events: seldom is enough. */
const ASK_MS = 60_000;

/** Keeps how many deals are at risk up to date, of the page's office or all of them. `zone`: whose days; null: not known yet. */
export function startAtRisk(search: string, zone: () => string | null): RiskWatch {
  const office = new URLSearchParams(search).get('office');
  return startPolling(
    () => {
      const tz = zone();
      if (tz === null) return null;
      const filter = office ? { filter: `office:${office.replace(/[\\|]/g, '\\$&')}` } : null;
      return `v1/deals-at-risk?${new URLSearchParams({ tz, limit: '1', ...filter })}`;
    },
    ASK_MS,
    readAtRisk,
  );
}

/** The body of `GET /v1/deals-at-risk`, or null when it is not one. */
function readAtRisk(body: unknown): AtRisk | null {
  const said = body as Partial<AtRisk> | null;
  const isOne = typeof said?.at_risk === 'number' && said.reasons !== undefined && Array.isArray(said.worth);
  return isOne ? (said as AtRisk) : null;
}
