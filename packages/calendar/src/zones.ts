import { Temporal } from 'temporal-polyfill';

/** The IANA zone as Temporal names it, whatever the case of `text`; null when there is none. Offsets are no zones. */
export function zoneNamed(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}

/** Every zone there is. */
export const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** What a zone is named after: `Berlin` of `Europe/Berlin`. */
export const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);
