import { nearest } from '@tallyboard/runtime/nearest';
import { type Rule, RuleFile } from '../rule.js';
import { ruleProblems } from './rule-problems.js';
import { type Path, type Place, readLines } from './yaml-lines.js';

/** What is wrong in a file of rules, and where. */
export interface Problem extends Place {
  message: string;
}

const DEFAULT_TENANT = 'demo';
/** A file of 5,000 rules is about this long; more is none. */
const MOST_LETTERS = 4_000_000;

/**
 * Reads a YAML file of rules: a tenant and its rules, or what is wrong, all at once in the order of its lines. Of a broken
 * file the tenant is the one that it names, where that can be read.
 */
export function readRules(text: string): { tenant: string; rules: Rule[]; problems: Problem[] } {
  const none = (problems: Problem[], tenant = DEFAULT_TENANT) => ({ tenant, rules: [], problems });
  if (text.length > MOST_LETTERS) return none([{ line: 1, column: 1, message: 'the file is too long' }]);
  const lines = readLines(text);
  if ('problems' in lines) return none(lines.problems);
  const problems: Problem[] = [];
  const say = (path: Path, message: string): void => {
    problems.push({ ...lines.at(path), message });
  };
  const file = lines.value as Partial<RuleFile> | null;
  if (typeof file !== 'object' || file === null || !Array.isArray(file.rules)) {
    say([], 'a file of rules is `rules:` and a list of them');
    return none(problems);
  }
  for (const name of Object.keys(file).filter((each) => !Object.hasOwn(RuleFile.properties, each)))
    say([name], unknownField(name));
  if (file.tenant !== undefined && (typeof file.tenant !== 'string' || file.tenant === ''))
    say(['tenant'], 'tenant wants the name of one');
  const names = new Set<string>();
  for (const [i, given] of (file.rules as unknown[]).entries()) {
    for (const { path, message } of ruleProblems(given)) say(['rules', i, ...path], message);
    const name = (given as Partial<Rule> | null)?.name;
    if (typeof name !== 'string') continue;
    if (names.has(name))
      say(['rules', i, 'name'], `${name}: name is that of another rule too; choose another`);
    names.add(name);
  }
  const tenant = typeof file.tenant === 'string' ? file.tenant : DEFAULT_TENANT;
  if (problems.length > 0)
    return none(
      problems.sort((a, b) => a.line - b.line || a.column - b.column),
      tenant,
    );
  return { tenant, rules: file.rules, problems };
}

function unknownField(name: string): string {
  const known = Object.keys(RuleFile.properties);
  const meant = nearest(name, known);
  return `${name} is unknown; ${meant ? `${meant} was probably meant` : `a file has ${known.join(' and ')}`}`;
}
