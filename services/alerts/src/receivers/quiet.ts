import { isWithin } from '@tallyboard/alerting/hours';
import type { Hours } from '@tallyboard/alerting/rule';
import { Temporal } from 'temporal-polyfill';

/**
 * When the quiet hours around an instant are over, epoch ms; the instant itself when it is not quiet, infinity when
 * they never end. A moment is quiet when its own day and time of day are named: on mon to fri from 18:00 to 08:00 the
 * first hours of Monday are quiet and those of Saturday are not. The dates of `except` are not quiet at all.
 */
export function quietUntil(hours: Hours, tz: string, atMs: number): number {
  if (!isWithin(hours, atMs / 1_000, tz)) return atMs;
  let date = zoned(atMs, tz).toPlainDate();
  for (let days = 0; days < LONGEST_DAYS; days += 1) {
    for (const edge of [0, ...edgesOf(hours)].sort((a, b) => a - b)) {
      const at = date.toZonedDateTime({ timeZone: tz, plainTime: clock(edge) });
      if (at.epochMilliseconds > atMs && !isWithin(hours, at.epochMilliseconds / 1_000, tz))
        return at.epochMilliseconds;
    }
    date = date.add({ days: 1 });
  }
  return Number.POSITIVE_INFINITY;
}

/** Longer than any week with its holidays. */
const LONGEST_DAYS = 60;

const edgesOf = ({ from, to }: Hours): number[] =>
  [from, to].flatMap((time) => (time === undefined ? [] : minuteOf(time))).filter((minute) => minute < 1_440);

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const clock = (minute: number) => new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);

const zoned = (epochMs: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(tz);
