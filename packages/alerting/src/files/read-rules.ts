import { type Document, LineCounter, parseDocument } from 'yaml';
import type { Rule, RuleFile } from '../rule.js';
import { ruleProblems } from './rule-problems.js';

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
    const wrong = ruleProblems(given);
    for (const { path, message } of wrong) at(['rules', i, ...path], message);
    if (wrong.some(({ isOfShape }) => isOfShape)) continue;
    const rule = given as Rule;
    if (names.has(rule.name)) at(['rules', i, 'name'], `there are two rules of the name ${rule.name}`);
    names.add(rule.name);
    rules.push(rule);
  }
  const tenant = typeof file.tenant === 'string' ? file.tenant : DEFAULT_TENANT;
  return { tenant, rules: problems.length > 0 ? [] : rules, problems };
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
