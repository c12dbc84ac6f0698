import type { Notification, Transition } from '@tallyboard/alerting/alert';
import { amount, lasting, number, odds } from '@tallyboard/alerting/amounts';
import { clipped, plainText } from './plain-text.js';
import { instant, span } from './times.js';

/** What is said of one alert, each a plain line. */
export interface AlertWords {
  /** `Critical: First response is slow: Munich, 2 h 10 min`, at most 119 characters. */
  title: string;
  /** What became of it: `resolved after 2 h 10 min`. */
  state: string;
  facts: readonly Fact[];
  /** What changed it most, greatest first. */
  contributions: readonly string[];
  /** The rule as a sentence. */
  rule: string;
  link: string | null;
}

export interface Fact {
  label: string;
  text: string;
}

interface Context {
  tz: string;
  nowMs: number;
  kind: Notification['kind'];
  link: string | null;
}

/** Titles are shorter than 120 characters. */
export const MOST_TITLE = 119;
const MOST_TEXT = 300;
const MOST_CONTRIBUTIONS = 5;

export function aboutAlert(transition: Transition, context: Context): AlertWords {
  const { contributions, words } = transition;
  return {
    title: titleOf(transition, context),
    state: stateOf(transition, context),
    facts: factsOf(transition, context),
    contributions: contributions
      .slice(0, MOST_CONTRIBUTIONS)
      .map(({ value, label, words: how }) => `${plainText(label ?? value, 80)}: ${plainText(how, 200)}`),
    rule: plainText(words, MOST_TEXT),
    link: context.link,
  };
}

const PREFIX = {
  inactive: 'Not so',
  pending: 'Perhaps',
  firing: null,
  resolved: 'Resolved',
  withdrawn: 'Withdrawn',
  data_missing: 'Data missing',
} as const;
const SEVERITY = { info: 'Info', warning: 'Warning', critical: 'Critical' } as const;

function titleOf(transition: Transition, { kind }: Context): string {
  const { state, severity, title, judgement } = transition;
  const prefix =
    kind === 'escalation'
      ? 'Escalated'
      : transition.rule_is_gone
        ? 'No longer watched'
        : (PREFIX[state] ?? SEVERITY[severity]);
  const where = placeOf(transition);
  const value = state === 'firing' && judgement.value !== null ? figureOf(transition) : '';
  // The value is what must not be cut off.
  const tail = value === '' ? '' : `${where === '' ? ': ' : ', '}${value}`;
  const head = `${prefix}: ${plainText(title, 80)}${where === '' ? '' : `: ${where}`}`;
  return `${clipped(head, MOST_TITLE - tail.length)}${tail}`;
}

function stateOf(transition: Transition, context: Context): string {
  const said = lifeOf(transition, context);
  const late =
    transition.learnt_late && transition.state !== 'withdrawn'
      ? `; found out ${lasting(Math.max(0, context.nowMs - transition.at * 1_000))} later, by data that came late or were corrected`
      : '';
  return context.kind === 'escalation' ? `nobody has acknowledged it: ${said}${late}` : `${said}${late}`;
}

function lifeOf({ state, at, since, rule_is_gone }: Transition, { tz, nowMs }: Context): string {
  if (rule_is_gone)
    return 'the rule was taken out, switched off or changed: whether it still holds nobody knows';
  switch (state) {
    case 'inactive':
      return 'held for a while, and not for long enough to be an alert';
    case 'pending':
      return `holds since ${instant(since, tz)}, not yet for long enough to be sure`;
    case 'firing':
      // What is certain before the interval is over is told at once.
      return since * 1_000 > nowMs
        ? `firing, ahead of the end of the interval at ${instant(since, tz)}: nothing that comes can change it`
        : `firing, since ${instant(since, tz)}`;
    case 'resolved':
      return `resolved after ${lasting((at - since) * 1_000)}`;
    case 'withdrawn':
      return `this was not so: the data of ${instant(since, tz)} were corrected, and with them there was no alert`;
    case 'data_missing':
      return 'nothing can be said: the data have not come in time';
  }
}

function factsOf(transition: Transition, { tz }: Context): Fact[] {
  const { judgement, group, state, since } = transition;
  const { n, from, to, chance, against } = judgement;
  const facts: Fact[] = [];
  const say = (label: string, text: string) => facts.push({ label, text: plainText(text, MOST_TEXT) });
  if (Object.keys(group).length > 0) say('Where', placesOf(transition).join(', '));
  if (state !== 'data_missing') say('Value', `${figureOf(transition)} (n ${number(n, 0)})`);
  say('Interval', span(from, to, tz));
  if (against) say('Compared with', comparisonOf(transition));
  if (chance !== null && state !== 'data_missing') say('Chance', `by chance ${odds(chance)}`);
  say('Since', instant(since, tz));
  return facts;
}

function comparisonOf(transition: Transition): string {
  const against = transition.judgement.against!;
  const words = plainText(against.words, 200);
  const what =
    against.value === null
      ? words
      : `${words}: ${amount(against.value, transition.unit, currencyOf(transition))}`;
  return against.n === null ? what : `${what} (n ${number(against.n, 0)})`;
}

const figureOf = (transition: Transition): string =>
  amount(transition.judgement.value, transition.unit, currencyOf(transition));

const currencyOf = ({ group, labels }: Transition): string | undefined => group.currency ?? labels.currency;

/** `Munich, Anna Bauer`: names of the groups, for people. */
const placeOf = (transition: Transition): string =>
  Object.keys(transition.group)
    .map((dimension) => nameOf(transition, dimension))
    .join(', ');

const placesOf = (transition: Transition): string[] =>
  Object.entries(transition.group).map(([dimension, value]) => {
    const name = nameOf(transition, dimension);
    const id = plainText(value, 60);
    return `${plainText(dimension, 40).replaceAll('_', ' ')} ${name === id ? name : `${name} (${id})`}`;
  });

const nameOf = ({ group, labels }: Transition, dimension: string): string =>
  plainText(labels[dimension] ?? group[dimension] ?? '', 60) || '(no name)';
