import { formatValue } from '../format.js';
import { ago, type ZoneClock } from '../time.js';
import type { Alert, AlertRule, Judgement } from './wire.js';

/** `Munich, Amara Okafor`; '' for an alert that is not split into groups. */
export function whereWords(alert: Pick<Alert, 'group' | 'labels'>): string {
  return Object.entries(alert.group)
    .map(([dimension, value]) => alert.labels[dimension] ?? value)
    .join(', ');
}

type Measured = Pick<Alert, 'unit' | 'group'>;

/** `34.2 %` */
export function valueWords(judgement: Judgement, { unit, group }: Measured): string {
  return formatValue(judgement.value, unit, group.currency).text;
}

/** `vs 12.0 %, the 8 weeks before`; '' where there is nothing to compare with. */
export function againstWords({ against }: Judgement, { unit, group }: Measured): string {
  if (!against) return '';
  return against.value === null
    ? against.words
    : `vs ${formatValue(against.value, unit, group.currency).text}, ${against.words}`;
}

/** `14:03` on the same day, else `Mon 23 Nov, 14:03`. */
export function instantWords(instant: string, clock: ZoneClock, nowMs: number): string {
  const isToday = clock.day(instant) === clock.day(nowMs);
  return isToday ? clock.minute(instant) : `${clock.shortDate(instant)}, ${clock.minute(instant)}`;
}

/** `2 h`, from one instant to another. */
export function spanWords(from: string, to: string | number): string {
  return ago(new Date(to).getTime() - new Date(from).getTime());
}

/** Since when an alert holds, and for how long; what is certain before its interval is over begins at the end of that. */
export function sinceWords(since: string, clock: ZoneClock, nowMs: number): { since: string; lasts: string } {
  const at = instantWords(since, clock, nowMs);
  return Date.parse(since) > nowMs
    ? { since: 'just now', lasts: `ahead of ${at}` }
    : { since: `since ${at}`, lasts: `for ${spanWords(since, nowMs)}` };
}

/** What an alert is now, as a sentence. */
export function stateWords(alert: Alert, clock: ZoneClock, nowMs: number): string {
  const at = (instant: string) => instantWords(instant, clock, nowMs);
  const { since, lasts } = sinceWords(alert.since, clock, nowMs);
  const firing = `Firing ${since}`;
  const ended = alert.ended_at ?? alert.judgement.to;
  switch (alert.state) {
    case 'pending':
      return `Holds since ${at(alert.since)}, not yet long enough to be an alert`;
    case 'firing':
      return `${firing}, ${lasts}`;
    case 'acknowledged':
      return alert.acknowledged
        ? `${firing}, acknowledged by ${alert.acknowledged.by} at ${at(alert.acknowledged.at)}`
        : `${firing}, acknowledged`;
    case 'silenced':
      return alert.silenced_until
        ? `${firing}, silenced until ${at(alert.silenced_until)}`
        : `${firing}, silenced`;
    case 'resolved':
      return `Over since ${at(ended)}, after ${spanWords(alert.since, ended)}`;
    case 'withdrawn':
      return `Was not so: withdrawn at ${at(ended)} after the data were corrected or completed`;
    case 'data_missing':
      return `Cannot be judged since ${at(alert.since)}: data are missing`;
    case 'inactive':
      return `Came to nothing: held from ${at(alert.since)}, for too short a time`;
  }
}

/** Whether a rule is watched, and what keeps it from being judged. */
export function standingWords(rule: AlertRule, clock: ZoneClock, nowMs: number): string {
  if (!rule.enabled) return 'off';
  if (rule.failure !== null) return `cannot be judged: ${rule.failure}`;
  if (rule.data_missing) return `data are missing: ${rule.waiting_for.join(', ')}`;
  if (rule.judged_to === null) return 'not judged yet';
  const firing = rule.firing > 0 ? `${rule.firing} firing, ` : '';
  return `${firing}judged to ${instantWords(rule.judged_to, clock, nowMs)}`;
}
