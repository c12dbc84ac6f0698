import { judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import { ruleProblems } from '@tallyboard/alerting/rule-problems';

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
    const problems = ruleProblems(rule);
    if (problems.length > 0) return problems.map(({ message }) => message).join('; ');
    judgeOf(rule);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
