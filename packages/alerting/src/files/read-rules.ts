import { Value } from 'typebox/value';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { whyNot } from '../judge.js';
import { CONDITIONS, Rule, type RuleFile } from '../rule.js';

/** What is wrong in a file of rules, and where. */
export interface Problem {
  line: number;
  column: number;
  message: string;
}

const DEFAULT_TENANT = 'demo';
/** A file of 5,000 rules is about this long; more is none. */
const MOST_LETTERS = 4_000_000;

/** Reads a YAML file of rules: a tenant and its rules, or what is wrong, all at once. */
export function readRules(text: string): { tenant: string; rules: Rule[]; problems: Problem[] } {
  const lines = new LineCounter();
  const none = (problems: Problem[]) => ({ tenant: DEFAULT_TENANT, rules: [], problems });
  if (text.length > MOST_LETTERS) return none([{ line: 1, column: 1, message: 'the file is too long' }]);
  const document = parseDocument(text, { lineCounter: lines });
  const problems: Problem[] = document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { line, column: col, message: message.split('\n')[0]!.replace(/ at line \d+.*$/, '') };
  });
  if (problems.length > 0) return none(problems);
  const at = (path: readonly (string | number)[], message: string): void => {
    // Of what is not there, the place of what it should be in.
    let node: unknown;
    for (let length = path.length; length >= 0 && !hasRange(node); length -= 1)
      node = document.getIn(path.slice(0, length), true);
    const { line, col } = lines.linePos(hasRange(node) ? node.range[0] : 0);
    problems.push({ line, column: col, message });
  };
  const file = toJs(document, at) as Partial<RuleFile> | null;
  if (typeof file !== 'object' || file === null || !Array.isArray(file.rules)) {
    if (problems.length === 0) at([], 'a file of rules is `rules:` and a list of them');
    return none(problems);
  }
  for (const name of Object.keys(file))
    if (name !== 'rules' && name !== 'tenant') at([name], `${name} is not known here: tenant and rules are`);
  const rules: Rule[] = [];
  const names = new Set<string>();
  for (const [i, given] of (file.rules as unknown[]).entries()) {
    const before = problems.length;
    checkShape(given, (path, message) => at(['rules', i, ...path], message));
    if (problems.length > before) continue;
    const rule = given as Rule;
    const why = whyNot(rule);
    if (why !== null) at(['rules', i, whereOf(rule, why)], `${rule.name}: ${why}`);
    if (names.has(rule.name)) at(['rules', i, 'name'], `there are two rules of the name ${rule.name}`);
    names.add(rule.name);
    rules.push(rule);
  }
  const tenant = typeof file.tenant === 'string' ? file.tenant : DEFAULT_TENANT;
  return { tenant, rules: problems.length > 0 ? [] : rules, problems };
}

/** Says what of a rule is not as its schema wants it, each thing once, in the order of the file. */
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

function toJs(
  document: Pick<Document, 'toJS'>,
  at: (path: readonly string[], message: string) => void,
): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    at([], (error as Error).message);
    return null;
  }
}

const hasRange = (node: unknown): node is { range: [number, number, number] } =>
  Array.isArray((node as { range?: unknown } | undefined)?.range);
