/** One thing that the embedded stack needs from the machine, and whether it is there. */
export interface Requirement {
  /** For example `Java`. */
  name: string;
  /** For example `17 or newer`. */
  needed: string;
  /** What there is, in the same words; null when there is nothing. */
  found: string | null;
  ok: boolean;
  /** What to do when it is not ok, as one sentence. */
  hint: string;
}
