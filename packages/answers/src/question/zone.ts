import { cityOf, zoneNamed, zones } from '@tallyboard/calendar/zones';
import { nearest } from '@tallyboard/runtime/nearest';
import { badParameter, type Refusal, shorten } from '../refusal.js';

/** The zone of that name; a Refusal with the closest names when there is no such zone. */
export function readZone(text: string): string | Refusal {
  const zone = zoneNamed(text);
  if (zone !== null) return zone;
  const all = zones();
  const guess = nearest(text, all) ?? nearest(text, all.map(cityOf)) ?? text;
  const close = all.filter(
    (each) => each === guess || cityOf(each).toLowerCase() === cityOf(guess).toLowerCase(),
  );
  const allowed = close.length > 0 ? close : EXAMPLES;
  return badParameter(
    'tz',
    `${JSON.stringify(shorten(text))} is no IANA time zone; ${close.length > 0 ? 'did you mean' : 'zones are named like'} ${allowed.join(', ')}${close.length > 0 ? '?' : ''}`,
    allowed,
  );
}

const EXAMPLES = ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kolkata'];
