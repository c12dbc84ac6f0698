import { Temporal } from 'temporal-polyfill';

/** So near to a change of clocks, times of day may be there twice or not at all. */
const NEAR_S = 86_400;

/** A span in which the clocks of a zone go on evenly, epoch seconds: [from, to). */
interface Stretch {
  from: number;
  to: number;
  offset: number;
}

const stretches = new Map<string, Stretch[]>();

/**
 * Offset of the zone in seconds, of an instant with no change of clocks within a day; null near one. Elsewhere arithmetic
 * does what Temporal does, in a hundredth of the time.
 */
export function calmOffset(epochSeconds: number, tz: string): number | null {
  const known = stretches.get(tz) ?? [];
  let stretch = known.find(({ from, to }) => epochSeconds >= from && epochSeconds < to);
  if (!stretch) {
    stretch = stretchAround(epochSeconds, tz);
    stretches.set(tz, [stretch, ...known]);
  }
  return epochSeconds - stretch.from >= NEAR_S && stretch.to - epochSeconds > NEAR_S ? stretch.offset : null;
}

function stretchAround(epochSeconds: number, tz: string): Stretch {
  const local = Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000).toZonedDateTimeISO(tz);
  // The change at an instant itself is before all that it holds for.
  const last = local.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const next = local.getTimeZoneTransition('next');
  return {
    from: last ? last.epochMilliseconds / 1_000 : Number.NEGATIVE_INFINITY,
    to: next ? next.epochMilliseconds / 1_000 : Number.POSITIVE_INFINITY,
    offset: local.offsetNanoseconds / 1e9,
  };
}
