import { Value } from 'typebox/value';
import { whyNot } from '../judge.js';
import { CONDITIONS, Rule } from '../rule.js';

/** What is wrong in a rule: the field, and a sentence. */
export interface RuleProblem {
  path: readonly string[];
  message: string;
  /** It is not as its schema wants it; else it cannot be judged. */
  isOfShape: boolean;
}

/** Everything that is wrong in what is given as a rule, each thing once, in the order in which it is written. */
export function ruleProblems(given: unknown): RuleProblem[] {
  const problems: RuleProblem[] = [];
  checkShape(given, (path, message) => problems.push({ path, message, isOfShape: true }));
  if (problems.length > 0) return problems;
  const rule = given as Rule;
  const why = whyNot(rule);
  return why === null
    ? []
    : [{ path: [whereOf(rule, why)], message: `${rule.name}: ${why}`, isOfShape: false }];
}

function checkShape(given: unknown, say: (path: string[], message: string) => void): void {
  const said = new Set<string>();
  for (const { instancePath, message, keyword, params } of Value.Errors(Rule, given)) {
    // A field that is not known is told of by what it is in.
    if (keyword === 'boolean') continue;
    const path = instancePath.split('/').slice(1);
    const unknown = (params as { additionalProperties?: string[] }).additionalProperties;
    const missing = (params as { requiredProperties?: string[] }).requiredProperties;
    const key = path.join('/');
    if (said.has(key) && keyword !== 'additionalProperties') continue;
    said.add(key);
    if (unknown) {
      for (const name of unknown) say([...path, name], `${name} is not known here`);
    } else if (missing) say(path, `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`);
    else say(path, `${path.at(-1) ?? 'the rule'} ${message}${hintOf(path)}`);
  }
}

interface Shape {
  properties?: Record<string, Shape>;
  description?: string;
}

/** What the schema says of a field, for whoever wrote something else. */
function hintOf(path: readonly string[]): string {
  let shape: Shape | undefined = Rule as object;
  for (const name of path) shape = shape?.properties?.[name];
  return shape?.description ? ` (${shape.description})` : '';
}

/** The field that a sentence is about, so that the line is its. */
function whereOf(rule: Rule, why: string): string {
  const fields = ['metric', 'by', 'filter', 'parameters', 'window', ...CONDITIONS] as const;
  if (why.includes('no metric') || why.includes('present') || why.includes('asking')) return 'metric';
  if (why.includes('dimension')) return rule.by ? 'by' : 'filter';
  if (why.includes('window')) return 'window';
  return (
    fields.find((field) => field !== 'metric' && rule[field] !== undefined && why.includes(field)) ?? 'name'
  );
}
