import { Random } from '@tallyboard/runtime/random';
import type { Account, Spell } from '../accounts.js';
import type { Company } from '../company.js';
import { DAY_MS } from '../local-day.js';
import { inWorkingHours } from '../pace.js';

/** The segment that finds its price too high. */
const SEGMENT = 'small';
const BEFORE_START_MS = 25 * DAY_MS;
const AFTER_START_MS = 5 * DAY_MS;
/** Of the customers of the segment that there are, besides those who leave anyhow, who are about as many. */
const PER_DAY = 0.0008;
/** Nobody leaves as soon as this after becoming a customer. */
const PROBATION_MS = 3 * DAY_MS;

/**
 * The spells of an account, of which one may end early: in the month around the first start, about twice as many
 * customers of a segment leave as usual. What happens between their leaving and the end that they would have come to,
 * calls and tickets, happens all the same: it must not depend on the start.
 */
export function spellsOf(company: Company, account: Account): Spell[] {
  const { firstStartMs } = company;
  if (firstStartMs === null || account.segment !== SEGMENT) return account.spells;
  const start = firstStartMs.toString(36);
  return account.spells.map((spell, index) => {
    const begins = Math.max(firstStartMs - BEFORE_START_MS, spell.since + PROBATION_MS);
    const random = new Random(company.seed, 'leaving', start, account.id, index);
    const leavesAt = begins + random.exponential(1 / PER_DAY) * DAY_MS;
    if (leavesAt > firstStartMs + AFTER_START_MS) return spell;
    const until = inWorkingHours(account.owner.office, leavesAt, 0);
    return until < spell.until
      ? { ...spell, until, reason: 'price' as const, mark: `${index}.${start}` }
      : spell;
  });
}
