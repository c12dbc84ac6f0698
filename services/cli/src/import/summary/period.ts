import { Temporal } from 'temporal-polyfill';
import type { Intake } from '../intake.js';

/** The time that an import covers, by the clock of a zone. */
export interface CoveredPeriod {
  /** The first and the last instant at which something counts, with their offsets. */
  first: string;
  last: string;
  /** Their days, as a question has them: `to` is the first day that is no longer in it. */
  from: string;
  to: string;
  tz: string;
}

/** Nothing is counted before it. */
const EARLIEST = '1990-01-01';

/** Null where nothing counts at a time. */
export function coveredBy(
  intakes: readonly Pick<Intake, 'first' | 'last'>[],
  tz: string,
): CoveredPeriod | null {
  const first = intakes.flatMap((each) => each.first ?? []).sort()[0];
  const last = intakes
    .flatMap((each) => each.last ?? [])
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return null;
  const [begins, ends] = [localTime(first, tz), localTime(last, tz)];
  const from = dayOf(begins);
  return {
    first: isoOf(begins),
    last: isoOf(ends),
    from: from < EARLIEST ? EARLIEST : from,
    to: dayOf(ends.add({ days: 1 })),
    tz,
  };
}

/** The last day that is in it. */
export const lastDayOf = ({ to }: Pick<CoveredPeriod, 'to'>): string =>
  Temporal.PlainDate.from(to).subtract({ days: 1 }).toString();

const localTime = (instant: string, tz: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(tz);
const dayOf = (time: Temporal.ZonedDateTime) => time.toPlainDate().toString();
const isoOf = (time: Temporal.ZonedDateTime) =>
  time.toString({ timeZoneName: 'never', smallestUnit: 'second' });
