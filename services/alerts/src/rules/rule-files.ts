import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRules } from '@tallyboard/alerting/read-rules';
import { Failure } from '@tallyboard/runtime/failure';
import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import type { TenantRule } from '../evaluation/watched-rules.js';

const LOOK_EVERY_MS = 2_000;

/** A file whose rules cannot be taken. */
export interface BrokenFile {
  /** That it says it is of; of one that says nothing, the tenant of files that say nothing. */
  tenant: string;
  file: string;
  /** With line and column, where it has them. */
  problems: readonly string[];
}

export interface RuleFiles {
  /** Another list after each change. */
  rules(): readonly TenantRule[];
  /** While there is one, the rules are as they were before. */
  broken(): readonly BrokenFile[];
  stop(): Promise<void>;
}

/**
 * The rules of a file or folder, which are read again when it changes. A Failure when it is wrong at the start; later the
 * rules stay as they were, and the log says why.
 */
export async function watchRules(path: string | undefined, log: Logger): Promise<RuleFiles> {
  if (path === undefined) return { rules: () => [], broken: () => [], stop: async () => {} };
  let found = await load(path);
  if (found.broken.length > 0) throw new Failure(inWords(found.broken));
  let { rules } = found;
  let said = '';
  const watching = repeat(
    LOOK_EVERY_MS,
    async () => {
      if ((await stampOf(path)) === found.stamp) return;
      found = await load(path);
      said = '';
      if (found.broken.length > 0) return log.error(`The rules stay as they were: ${inWords(found.broken)}`);
      rules = found.rules;
      log.info({ rules: rules.length }, 'the rules were read again');
    },
    (error) => {
      const { message } = error as Error;
      if (message !== said) log.error(`The rules stay as they were: ${message}`);
      said = message;
    },
  );
  return {
    rules: () => rules,
    broken: () => found.broken,
    stop: () => watching.stop(),
  };
}

const inWords = (broken: readonly BrokenFile[]): string =>
  broken.flatMap(({ file, problems }) => problems.map((problem) => `${file}:${problem}`)).join('\n');

interface Loaded {
  rules: TenantRule[];
  broken: BrokenFile[];
  stamp: string;
}

async function load(path: string): Promise<Loaded> {
  const stamp = await stampOf(path);
  const rules: TenantRule[] = [];
  const broken: BrokenFile[] = [];
  const fileOf = new Map<string, string>();
  for (const file of await filesOf(path)) {
    const { tenant, rules: own, problems } = readRules(await readFile(file, 'utf8'));
    const wrong = problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
    for (const rule of own) {
      const key = `${tenant}/${rule.name}`;
      const other = fileOf.get(key);
      if (other !== undefined) wrong.push(` ${rule.name} is a rule of ${other} too`);
      fileOf.set(key, file);
      rules.push({ tenant, rule });
    }
    if (wrong.length > 0) broken.push({ tenant, file, problems: wrong });
  }
  return { rules, broken, stamp };
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw new Failure(`TALLY_ALERT_RULES: ${(error as Error).message}.`);
  }
}

async function stampOf(path: string): Promise<string> {
  const stamps = (await filesOf(path)).map(async (file) => {
    const { mtimeMs, size } = await stat(file);
    return `${file} ${mtimeMs} ${size}`;
  });
  return (await Promise.all(stamps)).join('\n');
}
