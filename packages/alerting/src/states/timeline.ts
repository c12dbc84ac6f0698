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
  const timeline = new Timeline(rule);
  for (const each of judged) timeline.take(each);
  return timeline.episodes;
}

/** The same of judgements as they come, of which only what episodes consist of is kept. */
export class Timeline {
  readonly episodes: Episode[] = [];
  readonly #holdFor: number;
  readonly #clearAfter: number;
  #open: Episode | null = null;
  #clearSince: number | null = null;

  constructor(rule: Rule) {
    this.#holdFor = rule.for ? secondsOf(rule.for) : 0;
    this.#clearAfter = rule.clear_after ? secondsOf(rule.clear_after) : this.#holdFor;
  }

  take(each: Judged): void {
    if (each.judgement.holds === true) {
      this.#clearSince = null;
      if (!this.#open) {
        this.#open = { since: each.at, fired: null, ended: null, last: each };
        this.episodes.push(this.#open);
      }
      this.#open.last = each;
      if (!this.#open.fired && each.at - this.#open.since >= this.#holdFor) this.#open.fired = each;
    } else if (this.#open) {
      this.#clearSince ??= each.at;
      // What has not fired is over as soon as it does not hold.
      if (!this.#open.fired || each.at - this.#clearSince >= this.#clearAfter) {
        this.#open.ended = each;
        this.#open = null;
        this.#clearSince = null;
      }
    }
  }
}
