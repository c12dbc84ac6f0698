import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { type Company, type Rep, SALES_TEAMS } from '../company.js';
import { dateOf, instantOf, type LocalDay, MINUTE_MS } from '../local-day.js';
import type { Office } from '../offices.js';
import { FOUNDED_DAY, type Storyteller } from '../story.js';
import { tell } from '../told.js';
import { LUNCH_MINUTES } from '../working-hours.js';

const MOVES_IN_A_YEAR = 0.6;

/** Offices open and people are hired on the first day; some sales reps change team, at most once a year. */
export const people: Storyteller = {
  spanDays: 3,
  lasting: true,
  *storiesOf(company, office, day) {
    const { date, month, year } = dateOf(day);
    if (date !== 1 || day < FOUNDED_DAY) return;
    const midnight = instantOf(office.zone, day, 0);
    const reps = company.reps.filter((rep) => rep.office === office);
    if (day === FOUNDED_DAY) {
      yield [
        tell(company, 'office.updated', 'hr', office.id, midnight, {
          office_id: office.id,
          name: office.name,
          zone: office.zone,
        }),
        hoursOf(company, office, midnight),
      ];
      for (const rep of reps) yield [joins(company, rep, rep.team, midnight, midnight)];
    } else
      for (const rep of reps) {
        if (moveMonth(company, rep, year) !== month) continue;
        // HR tells of a move when it has happened: the facts in between are counted anew.
        const toldAt =
          midnight + new Random(company.seed, 'told', rep.id, day).whole(7 * 60, 34 * 60) * MINUTE_MS;
        yield [joins(company, rep, teamAt(company, rep, day), midnight, toldAt)];
      }
  },
};

/** Office hours without lunch, on the days on which the office works. */
function hoursOf(company: Company, office: Office, midnight: number): CrmEvent {
  const spans = [
    [office.opens, office.lunch],
    [office.lunch + LUNCH_MINUTES, office.closes],
  ] as const;
  return tell(company, 'schedule.updated', 'hr', `${office.id}.hours`, midnight, {
    schedule_id: office.id,
    effective_from: midnight,
    zone: office.zone,
    hours: WEEKDAYS.filter((_, day) => !office.weekend.includes(day)).flatMap((weekday) =>
      spans.map(([opens, closes]) => ({ weekday, opens: clock(opens), closes: clock(closes) })),
    ),
    holidays: null,
  });
}

/** From Sunday on. */
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** The team of a rep on a local day. */
export function teamAt(company: Company, rep: Rep, day: LocalDay): string {
  const { year, month } = dateOf(day);
  let moves = 0;
  for (let each = dateOf(FOUNDED_DAY).year; each <= year; each += 1) {
    const moved = moveMonth(company, rep, each);
    if (moved !== null && (each < year || moved <= month)) moves += 1;
  }
  if (moves % 2 === 0) return rep.team;
  return SALES_TEAMS.find((team) => team !== rep.team)!;
}

/** The month on whose first day the rep changes team that year, February at the earliest; null for no move. */
function moveMonth(company: Company, rep: Rep, year: number): number | null {
  if (rep.role !== 'sales') return null;
  const random = new Random(company.seed, 'move', rep.id, year);
  return random.chance(MOVES_IN_A_YEAR) ? random.whole(2, 12) : null;
}

function joins(company: Company, rep: Rep, team: string, fromMs: number, toldAt: number): CrmEvent {
  return tell(company, 'rep.updated', 'hr', `${rep.id}.${fromMs}`, toldAt, {
    rep_id: rep.id,
    effective_from: fromMs,
    name: rep.name,
    office_id: rep.office.id,
    team,
  });
}
