/** One check of health over several parts: well while none of them has a trouble, else with what each says. */
export function createTroubles(
  onHealth: (ok: boolean, detail?: string) => void,
): (part: string, trouble: string | null) => void {
  const troubles = new Map<string, string>();
  return (part, trouble) => {
    if (trouble === null) troubles.delete(part);
    else troubles.set(part, trouble);
    if (troubles.size === 0) onHealth(true);
    else onHealth(false, [...troubles.values()].join('; '));
  };
}
