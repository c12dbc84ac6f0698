import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Company } from './company.js';
import { DAY_MS, type LocalDay } from './local-day.js';
import type { Office } from './offices.js';

/** The events of one deal, one ticket, one call, …, in time order. */
export type Story = CrmEvent[];

/** One kind of thing that happens. */
export interface Storyteller {
  /** No story has an event later than this many days after the day on which it begins. */
  spanDays: number;
  /** Whether the story matters for ever (people, accounts), or only until it ends (deals, calls). */
  lasting: boolean;
  /**
   * The stories that begin in an office on a local day: a pure function of its arguments. No event is before
   * the day begins there.
   */
  storiesOf(company: Company, office: Office, day: LocalDay): Iterable<Story>;
}

/** The first day of the company: 2023-01-01. Nothing happens before. */
export const FOUNDED_DAY: LocalDay = Date.UTC(2023, 0, 1) / DAY_MS;
