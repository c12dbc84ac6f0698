import type { State } from '../alert.js';
import { digest } from '../digest.js';
import type { Episode, Judged } from './timeline.js';

/** What was said of an alert so far. */
export interface Said {
  alert: string;
  since: number;
  firedAt: number | null;
  /** Id of the step by which it fired. */
  firedBy: string | null;
  endedAt: number | null;
  isWithdrawn: boolean;
  /** It fired by a rule that judged otherwise: it is over at most, and not taken back, as no data were wrong. */
  isSettled?: boolean;
  /** How many times it fired or was over. */
  turns: number;
}

/** A step that is to be said. */
export interface Step {
  id: string;
  alert: string;
  state: State;
  since: number;
  judged: Judged;
  corrects?: string;
}

/** `acme/slow-response/["munich"]`: what the alerts of one group of one rule have in common. */
export interface Subject {
  tenant: string;
  rule: string;
  /** Values in the order of the rule's `by`. */
  group: readonly string[];
}

/**
 * What is to be said so that what was said becomes what is so, the same whoever computes it and however often. `episodes`
 * and `said` are those that reach into the time that was judged. An episode is what was said before when the two were
 * firing at one instant: that it began a quarter of an hour earlier than was thought is no news. What fired before `settledBefore` (epoch seconds) is
 * over at most, and not taken back: how it began is no longer looked at. An id has no instant in it: two that judge with
 * other cells, because one was stopped in the middle, take the same turn at other instants, and it is one step.
 */
export function stepsBetween(
  subject: Subject,
  said: readonly Said[],
  episodes: readonly Episode[],
  newest: Judged,
  settledBefore = Number.NEGATIVE_INFINITY,
): Step[] {
  const steps: Step[] = [];
  const say = (
    { alert, since, turns: before }: Pick<Said, 'alert' | 'since' | 'turns'>,
    state: State,
    judged: Judged,
  ): void => {
    const turn = before + steps.filter((each) => each.alert === alert && isTurn(each)).length;
    steps.push({ id: digest(`${alert}/${turn}/${state}`), alert, state, since, judged });
  };
  const standing = said.filter(({ isWithdrawn }) => !isWithdrawn);
  const firing = standing.filter(({ firedAt }) => firedAt !== null);
  const waiting = standing.filter(({ firedAt, endedAt }) => firedAt === null && endedAt === null);
  const taken = new Set<Said>();
  const so = episodes.filter(({ fired }) => fired !== null);
  for (const episode of so) {
    const told = firing.filter((each) => fireTogether(each, episode));
    const same = told.find((each) => !taken.has(each)) ?? null;
    // A correction has cut one alert in two, both of which it has told of.
    if (!same && told.some(({ endedAt }) => endedAt !== null && endedAt >= endOf(episode))) continue;
    const pending = waiting.find((each) => !taken.has(each) && each.since < endOf(episode)) ?? null;
    const known = same ?? pending;
    if (known) taken.add(known);
    const alert = known ?? { alert: newAlert(subject, episode.since, said), since: episode.since, turns: 0 };
    if (!same) say(alert, 'firing', episode.fired!);
    // It was over too early: later data say that it went on.
    else if (same.endedAt !== null && !episode.ended) say(alert, 'firing', episode.last);
    if (episode.ended && (same?.endedAt ?? null) === null) say(alert, 'resolved', episode.ended);
  }
  const last = episodes.at(-1);
  if (last && !last.fired && !last.ended) {
    const known = waiting.find((each) => !taken.has(each));
    if (known) taken.add(known);
    else
      say({ alert: newAlert(subject, last.since, said), since: last.since, turns: 0 }, 'pending', last.last);
  }
  for (const wrong of standing) {
    if (taken.has(wrong)) continue;
    if (wrong.firedAt === null) {
      if (wrong.endedAt === null) say(wrong, 'inactive', newest);
    } else if (
      wrong.firedAt >= settledBefore &&
      !wrong.isSettled &&
      !so.some((episode) => fireTogether(wrong, episode))
    )
      steps.push(withdrawal(wrong, newest));
    // Two alerts turn out to have been one, which goes on under the name of the first.
    else if (wrong.endedAt === null) say(wrong, 'resolved', newest);
  }
  return steps;
}

/** Whoever was not there while it was pending counts the same. */
export const isTurn = ({ state }: { state: State }): boolean => state === 'firing' || state === 'resolved';

const endOf = ({ ended }: Episode): number => ended?.at ?? Number.POSITIVE_INFINITY;

const fireTogether = ({ firedAt, endedAt }: Said, episode: Episode): boolean =>
  firedAt! < endOf(episode) && episode.fired!.at < (endedAt ?? Number.POSITIVE_INFINITY);

/** It is about the instant that had fired, whenever that is found out; its judgement is what that instant comes to now. */
function withdrawal({ alert, since, firedAt, firedBy }: Said, { judgement }: Judged): Step {
  return {
    id: digest(`${alert}/withdrawn/${firedBy}`),
    alert,
    state: 'withdrawn',
    since,
    judged: { at: firedAt!, judgement },
    ...(firedBy === null ? {} : { corrects: firedBy }),
  };
}

/** An id of its own: what was withdrawn and is so after all is another alert. */
function newAlert(subject: Subject, since: number, said: readonly Said[]): string {
  const { tenant, rule, group } = subject;
  for (let again = 0; ; again += 1) {
    const id = digest(JSON.stringify([tenant, rule, group, since, again]));
    if (!said.some(({ alert }) => alert === id)) return id;
  }
}

/** Short enough for a link, long enough never to meet another. */
