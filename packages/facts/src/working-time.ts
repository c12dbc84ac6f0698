import { FROM_MONDAY, type Schedule, WEEK, workingTime } from '@tallyboard/calendar/working-time';
import type { Derived, Read } from './read.js';

const long = (name: string) => ({ name, type: 'long' });
const listOf = (name: string, fields: readonly string[], doc: string) => ({
  name,
  avro: { type: 'array', items: { type: 'record', fields: fields.map(long) } },
  nullable: false,
  doc,
});

/** Of `schedule.updated`: its working time as a function of the instant, see calendar's `workingTime`. */
export const workingTimeOfEvent: Derived = {
  fields: [
    listOf(
      'changes',
      ['at', 'offset', 'base'],
      'changes of the clocks of its zone, epoch ms: the offset from then on, and what to add to what is worked until a local time',
    ),
    listOf('week', ['begins', 'lasts'], 'what is worked of a week, ms from the midnight of Monday'),
    listOf(
      'days_off',
      ['begins', 'ends', 'base'],
      'holidays as local time, ms; base: less what is worked of the weeks until it begins, what all before it take away',
    ),
  ],
  of: (event) => {
    const { effective_from, ...schedule } = event as unknown as Schedule & { effective_from: number };
    const { changes, week, daysOff } = workingTime(schedule);
    // Whoever goes by it began after it came into force: of the changes before that, the last one is of account.
    const first = changes.findLastIndex(({ at }) => at <= effective_from);
    return { changes: changes.slice(Math.max(0, first)), week, days_off: daysOff };
  },
};

const state = 'schedule_in_force';

/** SQL of what a schedule works by: columns of its events, or what stands for them. */
interface WorkSql {
  changes: string;
  week: string;
  daysOff: string;
}

/** What is worked of weeks without holidays until a local time, ms, given as SQL. */
const weeklyWork = (local: string, { week }: WorkSql): string =>
  `(intDiv(${local} + ${FROM_MONDAY}, ${WEEK}) * arraySum(part -> part.2, ${week}) + arraySum(part -> least(greatest((${local} + ${FROM_MONDAY}) % ${WEEK} - part.1, 0), part.2), ${week}))`;

/** The same with holidays. */
const localWork = (local: string, by: WorkSql): string =>
  `(${weeklyWork(local, by)} - arraySum(day -> ${weeklyWork(`least(${local}, day.2)`, by)} + day.3, [arrayLast(day -> day.1 <= ${local}, ${by.daysOff})]))`;

/** SQL of what is worked until each of some instants, epoch ms; see `workedUntil` of the calendar. */
export const workedUntilSql = (instants: string, by: WorkSql): string =>
  `arrayMap((at, change) -> ${localWork('(at + change.2)', by)} + change.3, ${instants}, arrayMap(at -> arrayLast(change -> change.1 <= at, ${by.changes}), ${instants}))`;

const inForce: WorkSql = {
  changes: `${state}.changes`,
  week: `${state}.week`,
  daysOff: `${state}.days_off`,
};

/** Of some ids the first by which hours were in force when the fact began; from when on there are any, is read once a statement. */
const firstInForce = (ids: string): string =>
  `arrayFirst(id -> arrayExists(known -> known.1 = placed.tenant AND known.2 = id AND known.3 <= toUnixTimestamp64Milli(placed.opened_at), (SELECT groupArray((CAST(tenant, 'String'), schedule_id, since)) FROM (SELECT tenant, schedule_id, min(toUnixTimestamp64Milli(effective_from)) AS since FROM schedule_events GROUP BY tenant, schedule_id))), ${ids})`;

const bin = (ms: string): string => `toUInt64(${ms} - ${ms} % greatest(1, intDiv(roundToExp2(${ms}), 64)))`;
const NO_BINS = "CAST(map(), 'Map(UInt64, UInt64)')";

const measuresOf = (what: string, holds: string) => ({
  [`business_${what}s`]: `toUInt64(${holds})`,
  [`business_${what}_ms`]: `if(${holds}, worked_ms, 0)`,
  [`business_${what}_hist`]: `if(${holds}, map(${bin('worked_ms')}, toUInt64(1)), ${NO_BINS})`,
});

/**
 * The working time of the spans that a place has in `worked`: by the first schedule of which a version was in force when
 * the ticket was opened, of that which it names, that of the office it is credited to, and `default`. So a new one changes
 * nothing of before it. A schedule without hours counts nothing.
 */
export const scheduleInForce: Read = {
  entity: 'schedule',
  by: 'schedule_id',
  dimension: null,
  id: firstInForce("[placed.schedule, rep_in_force.office_id, 'default']"),
  asOf: 'opened_at',
  history: 'schedule_history',
  since: 'effective_from',
  gives: {},
  says: ['zone', 'hours', 'holidays'],
  computes: {
    wants: {
      opened_at: 'when the ticket was opened',
      worked: 'from when until when it was not paused, one after the other',
    },
    takes: ['changes', 'week', 'days_off'],
    steps: [
      ['is_worked', `notEmpty(placed.worked) AND notEmpty(${state}.week)`],
      [
        'worked_ms',
        // What begins a span is taken away, what ends it added.
        `toUInt64(if(notEmpty(${state}.week), arraySum((ms, sign) -> ms * sign, ${workedUntilSql('arrayFlatten(arrayMap(span -> [span.1, span.2], placed.worked))', inForce)}, arrayFlatten(arrayMap(span -> [-1, 1], placed.worked))), 0))`,
      ],
    ],
    needs: ['responded', 'resolution_count'],
    measures: {
      ...measuresOf('response', 'is_worked AND responded > 0'),
      business_response_s: `if(is_worked AND responded > 0, map(intDiv(worked_ms + 999, 1000), toUInt64(1)), ${NO_BINS})`,
      ...measuresOf('resolution', 'is_worked AND resolution_count > 0'),
    },
  },
  // A ticket that names none goes by that of its office, or by the one of everybody.
  unmentioned: (ids) => `SELECT tenant, reps.office_id AS entity_id, fact, bucket, fact_id
        FROM links INNER JOIN (SELECT DISTINCT tenant, rep_id, office_id FROM rep_events WHERE (tenant, office_id) IN ${ids}) AS reps
          ON links.tenant = reps.tenant AND links.entity_id = reps.rep_id
        WHERE entity = 'rep' AND fact = 'ticket'
        UNION ALL SELECT DISTINCT tenant, 'default' AS entity_id, 'ticket' AS fact, toDateTime(0, 'UTC') AS bucket, ticket_id AS fact_id
        FROM ticket_events WHERE (tenant, 'default') IN ${ids}`,
};
