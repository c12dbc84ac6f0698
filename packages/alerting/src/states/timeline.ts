import type { Judgement } from '../alert.js';
import type { Rule } from '../rule.js';
import { secondsOf } from '../time/durations.js';

/** A judgement and the instant that it is of, epoch seconds. */
export interface Judged {
  at: number;
  judgement: Judgement;
}

/** A stretch in which a rule holds for a group. */
export interface Episode {
  /** When it began to hold. */
  since: number;
  /** When it had held for long enough; null: not yet, or never. */
  fired: Judged | null;
  /** When it had not held for long enough; null: it goes on. Of one that never fired: when it stopped holding. */
  ended: Judged | null;
  /** The newest judgement by which it holds. */
  last: Judged;
}

/** Episodes of judgements in the order of time. What is not judged (too few cases) does not hold. */
export function episodesOf(rule: Rule, judged: readonly Judged[]): Episode[] {
  const holdFor = rule.for ? secondsOf(rule.for) : 0;
  const clearAfter = rule.clear_after ? secondsOf(rule.clear_after) : holdFor;
  const episodes: Episode[] = [];
  let open: Episode | null = null;
  let clearSince: number | null = null;
  for (const each of judged) {
    if (each.judgement.holds === true) {
      clearSince = null;
      if (!open) {
        open = { since: each.at, fired: null, ended: null, last: each };
        episodes.push(open);
      }
      open.last = each;
      if (!open.fired && each.at - open.since >= holdFor) open.fired = each;
    } else if (open) {
      clearSince ??= each.at;
      // What has not fired is over as soon as it does not hold.
      if (!open.fired || each.at - clearSince >= clearAfter) {
        open.ended = each;
        open = null;
        clearSince = null;
      }
    }
  }
  return episodes;
}
