import { judgeOf, whyNot } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';

const known = new WeakMap<Rule, string | null>();

/** Why this version cannot judge a rule, as one that another version took; null: it can. */
export function failureOf(rule: Rule): string | null {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const failure = compile(rule);
  known.set(rule, failure);
  return failure;
}

function compile(rule: Rule): string | null {
  try {
    const why = whyNot(rule);
    if (why === null) judgeOf(rule);
    return why;
  } catch (error) {
    return (error as Error).message;
  }
}
