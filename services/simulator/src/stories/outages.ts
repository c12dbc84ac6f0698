import { Random } from '@tallyboard/runtime/random';
import type { Company } from '../company.js';
import { HOUR_MS, instantOf, type LocalDay, localDayOf } from '../local-day.js';
import type { Office } from '../offices.js';
import type { Pace } from '../pace.js';
import { afterWorking, isWorkingDay, type Shift, shiftsOf } from '../working-hours.js';

/** A time in which the service team of an office answers nobody, while customers write more than usual. */
export interface Outage {
  /** Part of the ids of the tickets that are opened over it. */
  id: string;
  office: Office;
  /** Epoch ms, `toMs` excluded. */
  fromMs: number;
  toMs: number;
  /** Opened over it besides the usual ones, in a company of usual size. */
  ticketsPerHour: number;
}

/** The calendar: one outage in so many days, within the middle of them, so that any 60 days have two or three. */
const PERIOD_DAYS = 24;
const EARLIEST = 8;
const LATEST = 16;
/** After the doors open. */
const BEGINS = [20, 80] as const;
const LASTS_HOURS = [3.5, 5] as const;
const TICKETS_PER_HOUR = 10;

/** Back again, the team works through what has waited so many times as fast, outside its hours if need be. */
const CATCH_UP = 4;
const OVERTIME_MS = 2 * HOUR_MS;

/** The outage in the calendar of an office on a local day, or null: it follows from the seed, office after office. */
export function outageOn(company: Company, office: Office, day: LocalDay): Outage | null {
  const period = Math.floor(day / PERIOD_DAYS);
  const { offices, seed } = company;
  const turn = new Random(seed, 'outages').whole(0, offices.length - 1) + period;
  if (offices[turn % offices.length] !== office) return null;
  const random = new Random(seed, 'outage', period);
  let outageDay = period * PERIOD_DAYS + random.whole(EARLIEST, LATEST);
  while (!isWorkingDay(office, outageDay)) outageDay += 1;
  if (outageDay !== day) return null;
  const fromMs = Math.round(instantOf(office.zone, day, office.opens + random.between(...BEGINS)));
  const toMs = Math.round(fromMs + random.between(...LASTS_HOURS) * HOUR_MS);
  return { id: `${office.id}-${day}-outage`, office, fromMs, toMs, ticketsPerHour: TICKETS_PER_HOUR };
}

/** How fast tickets are answered: in working hours, but not during an outage, neither of the calendar nor `extra`. */
export function pausedBy(company: Company, extra: Outage | null): Pace {
  const shifts = (office: Office, day: LocalDay): Shift[] => {
    const outages = [outageOn(company, office, day), extra?.office === office ? extra : null];
    return outages.reduce((all, outage) => (outage ? without(all, outage, day) : all), shiftsOf(office, day));
  };
  return (office, fromMs, workMs) => afterWorking(office, fromMs, workMs, shifts);
}

function without(shifts: readonly Shift[], { office, fromMs, toMs }: Outage, day: LocalDay): Shift[] {
  const left = shifts
    .flatMap((shift) => [
      { ...shift, toMs: Math.min(shift.toMs, fromMs) },
      {
        ...shift,
        fromMs: Math.max(shift.fromMs, toMs),
        ...(shift.fromMs < toMs ? { catchUp: CATCH_UP } : {}),
      },
    ])
    .filter((shift) => shift.fromMs < shift.toMs);
  const isOpenThen = left.some((shift) => shift.fromMs <= toMs && toMs < shift.toMs);
  if (isOpenThen || localDayOf(office.zone, toMs) !== day) return left;
  const opensMs = Math.min(...left.map((shift) => shift.fromMs).filter((ms) => ms > toMs));
  const overtime = { fromMs: toMs, toMs: Math.min(toMs + OVERTIME_MS, opensMs), catchUp: CATCH_UP };
  return [...left, overtime].sort((a, b) => a.fromMs - b.fromMs);
}
