import type { WorkingHours } from '@tallyboard/api/query';
import { Failure } from '@tallyboard/runtime/failure';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** `mon-fri 09:00-12:30 13:30-18:00`, or `sat 10:00-14:00`: days, and then from when until when is worked on each of them. */
export function hoursIn(text: string): WorkingHours[] {
  const [days = '', ...spans] = text.trim().split(/\s+/);
  if (spans.length === 0) throw unreadable(text);
  return daysIn(days, text).flatMap((weekday) =>
    spans.map((span) => {
      const [, opens, closes] = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(span) ?? [];
      if (opens === undefined || closes === undefined) throw unreadable(text);
      return { weekday, opens, closes };
    }),
  );
}

/** `mon`, `mon-fri`, `sat-mon`, `mon,wed`, each also written out. */
function daysIn(text: string, whole: string): WorkingHours['weekday'][] {
  return text.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map((name) => {
      const found = name.length < 2 ? -1 : DAYS.findIndex((day) => day.startsWith(name.toLowerCase()));
      if (found < 0) throw unreadable(whole);
      return found;
    }) as [number, number?];
    const count = ((last - first + DAYS.length) % DAYS.length) + 1;
    return Array.from({ length: count }, (_, n) => DAYS[(first + n) % DAYS.length]!);
  });
}

const unreadable = (text: string): Failure =>
  new Failure(
    `${JSON.stringify(text)} is not of the form "mon-fri 09:00-12:30 13:30-18:00": days, then from when until when.`,
  );

/** The same the other way round: days that follow each other and have the same hours are told together. */
export function hoursText(hours: readonly WorkingHours[]): string {
  const ofDay = DAYS.map((day) =>
    hours
      .filter(({ weekday }) => weekday === day)
      .map(({ opens, closes }) => `${opens}-${closes}`)
      .sort()
      .join(' '),
  );
  const parts: string[] = [];
  for (let first = 0, last = 0; first < DAYS.length; first = last + 1) {
    last = first;
    while (last + 1 < DAYS.length && ofDay[last + 1] === ofDay[first]) last += 1;
    if (ofDay[first] === '') continue;
    const short = (day: number) => DAYS[day]!.slice(0, 3);
    parts.push(`${short(first)}${last > first ? `-${short(last)}` : ''} ${ofDay[first]}`);
  }
  return parts.length === 0 ? 'never' : parts.join(', ');
}
