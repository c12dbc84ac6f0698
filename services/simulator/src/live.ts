import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Company } from './company.js';
import { happenings } from './history.js';
import { rush } from './rush.js';

/** Events per second of the company itself, on average over the week. */
const OWN_RATE = 0.033;

/**
 * What happens from `fromMs` (epoch ms) on, without an end, by `occurred_at`: all that `history` up to
 * `fromMs` goes on with, and a rush on top, so that there are `rate` events per second on average. Whoever
 * posts them waits for the time of each.
 */
export function live(company: Company, rate: number, fromMs: number): Iterable<CrmEvent> {
  const endless = Number.POSITIVE_INFINITY;
  return merge(
    happenings(company, fromMs, endless),
    rush(company, {
      rate: rushRate(rate),
      fromMs,
      toMs: endless,
      storiesFromMs: fromMs,
      storiesToMs: endless,
    }),
  );
}

/** The rate of the rush that makes `rate` together with the company's own events. */
export function rushRate(rate: number): number {
  return Math.max(0, rate - OWN_RATE);
}

/** Two streams in time order as one. */
function* merge(first: Iterable<CrmEvent>, second: Iterable<CrmEvent>): Iterable<CrmEvent> {
  const sources = [first[Symbol.iterator](), second[Symbol.iterator]()];
  const heads = sources.map((source) => source.next());
  for (;;) {
    let least = -1;
    for (const [index, head] of heads.entries())
      if (!head.done && (least < 0 || head.value.occurred_at < heads[least]!.value.occurred_at))
        least = index;
    if (least < 0) return;
    yield heads[least]!.value;
    heads[least] = sources[least]!.next();
  }
}
