/**
 * Added to a version that the source gave and that is the very instant of its event, in epoch ms. A version that was not
 * given is that instant, so without it nobody could tell the two apart. Every other version is kept as it was given.
 * See schemas/README, "Order".
 */
export const LIFT = 2 ** 52;

/** The form in which the log has a version that the source gave. */
export const givenVersion = (version: number, occurredAtMs: number): number =>
  version === occurredAtMs ? version + LIFT : version;

/** Whether the source gave the version, and which; null: it gave none. */
export function versionGiven(event: { source_version: number; occurred_at: number }): number | null {
  const { source_version, occurred_at } = event;
  if (source_version === occurred_at) return null;
  return source_version === occurred_at + LIFT ? occurred_at : source_version;
}
