import type { Schedule, Schedules } from '@tallyboard/api/query';
import { table } from '../terminal/table.js';
import { hoursText } from './hours.js';

const COLUMNS = ['schedule', 'from', 'zone', 'hours', 'holidays'].map((title) => ({ title }));

/** A line for what holds now of each schedule, or is the first to hold. */
export function schedulesText({ schedules }: Schedules, now: number): string {
  if (schedules.length === 0)
    return 'No schedule is known, so nothing is counted in working time: tally schedule set --help.';
  return table(
    COLUMNS,
    schedules.map(({ id, versions }) => {
      const { effective_from, zone, hours, holidays } = inForce(versions, now);
      return [id, effective_from.slice(0, 10), zone, hoursText(hours), comingText(holidays, now)];
    }),
  );
}

/** All versions of one, the latest first. */
export function scheduleText({ id, versions }: Schedule): string {
  return versions
    .toReversed()
    .map(({ effective_from, zone, hours, holidays }) =>
      [
        `${id}, from ${effective_from} on, ${zone}`,
        ...(hours.length === 0 ? ['  no hours: nothing is counted by it'] : [`  ${hoursText(hours)}`]),
        ...(holidays.length === 0 ? [] : [`  not on ${holidays.join(', ')}`]),
      ].join('\n'),
    )
    .join('\n');
}

/** Of versions in their order the one that holds, else the first. */
export const inForce = (versions: Schedule['versions'], now: number): Schedule['versions'][number] =>
  versions.findLast(({ effective_from }) => Date.parse(effective_from) <= now) ?? versions[0]!;

function comingText(holidays: readonly string[], now: number): string {
  const today = new Date(now).toISOString().slice(0, 10);
  const coming = holidays.filter((date) => date >= today);
  return coming.length === 0 ? 'none to come' : `${coming.length} to come, next ${coming[0]}`;
}
