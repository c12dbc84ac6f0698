/** The campaign of an instant: there is one a quarter. */
export function campaignOf(instantMs: number): string {
  const at = new Date(instantMs);
  return `CA-${at.getUTCFullYear()}-q${Math.floor(at.getUTCMonth() / 3) + 1}`;
}
