import type { Transition } from '@tallyboard/alerting/alert';
import { digest } from '@tallyboard/alerting/digest';
import { secondsOf } from '@tallyboard/alerting/durations';
import type { Judge } from '@tallyboard/alerting/judge';
import type { SourceStanding } from './sources.js';
import { aboutRule } from './transitions.js';

/** Data that a rule has waited for as long as it waits. */
export interface Missing {
  /** The first instant that could not be judged, epoch seconds. */
  since: number;
  sources: readonly SourceStanding[];
}

/**
 * The step by which a rule says that it cannot be judged because data are missing, or that they have come; null when that
 * was said. `open`: the newest step of what was said so far and is not over.
 */
export function missingStep(
  tenant: string,
  judge: Judge,
  missing: Missing | null,
  open: Transition | null,
): Transition | null {
  if ((missing === null) === (open === null)) return null;
  if (missing === null) {
    const id = digest(`${open!.alert}/resolved`);
    return { ...open!, id, state: 'resolved' };
  }
  const { since, sources } = missing;
  const about = aboutRule(tenant, judge);
  const alert = digest(JSON.stringify([tenant, judge.rule.name, 'data missing', since]));
  const names = [...new Set(sources.map(({ source }) => source))].sort();
  return {
    ...about,
    title: `Data of ${names.join(', ')} are missing for: ${about.title}`,
    id: digest(`${alert}/data missing`),
    alert,
    group: {},
    labels: {},
    state: 'data_missing',
    at: since,
    since,
    judgement: {
      holds: null,
      value: null,
      n: 0,
      from: since - secondsOf(judge.rule.window),
      to: since,
      against: null,
      chance: null,
    },
    contributions: names.map((source) => ({
      dimension: 'source',
      value: source,
      words: `nothing since ${sinceWords(sources, source)}`,
    })),
    learnt_late: false,
    is_history: false,
  };
}

/** The newest event of a source: `2026-03-02 14:05 UTC`. */
function sinceWords(sources: readonly SourceStanding[], name: string): string {
  const newest = Math.max(...sources.filter(({ source }) => source === name).map((each) => each.newest));
  return `${new Date(newest * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
