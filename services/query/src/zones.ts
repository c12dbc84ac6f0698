import { nearest } from '@tallyboard/runtime/nearest';
import { Temporal } from 'temporal-polyfill';
import { badParameter, type Refusal, shorten } from './refusal.js';

/** The zone as Temporal names it, whatever the case of `text`; a Refusal with the closest names when there is no such zone. */
export function readZone(text: string): string | Refusal {
  if (/^[A-Za-z]/.test(text))
    try {
      return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
    } catch {
      // Not a zone: said below.
    }
  const all = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const guess = nearest(text, all) ?? nearest(text, all.map(city)) ?? text;
  const close = all.filter(
    (zone) => zone === guess || city(zone).toLowerCase() === city(guess).toLowerCase(),
  );
  const allowed = close.length > 0 ? close : EXAMPLES;
  return badParameter(
    'tz',
    `${JSON.stringify(shorten(text))} is no IANA time zone; ${close.length > 0 ? 'did you mean' : 'zones are named like'} ${allowed.join(', ')}${close.length > 0 ? '?' : ''}`,
    allowed,
  );
}

const EXAMPLES = ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kolkata'];

const city = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);
