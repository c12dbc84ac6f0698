import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRules } from '@tallyboard/alerting/read-rules';
import { Failure } from '@tallyboard/runtime/failure';
import type { Logger } from '@tallyboard/runtime/logging';
import { repeat } from '@tallyboard/runtime/repeat';
import type { TenantRule } from '../evaluation/watched-rules.js';

const LOOK_EVERY_MS = 2_000;

export interface RuleFiles {
  /** Another list after each change. */
  rules(): readonly TenantRule[];
  stop(): Promise<void>;
}

/**
 * The rules of a file or folder, which are read again when it changes. A Failure when it is wrong at the start; later the
 * rules stay as they were, and the log says why.
 */
export async function watchRules(path: string | undefined, log: Logger): Promise<RuleFiles> {
  const found = path === undefined ? { rules: [], stamp: '' } : await load(path);
  let { stamp } = found;
  let { rules } = found;
  let said = '';
  const watching = repeat(
    LOOK_EVERY_MS,
    async () => {
      if (path === undefined || (await stampOf(path)) === stamp) return;
      ({ rules, stamp } = await load(path));
      said = '';
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
    stop: () => watching.stop(),
  };
}

async function load(path: string): Promise<{ rules: TenantRule[]; stamp: string }> {
  const stamp = await stampOf(path);
  const rules: TenantRule[] = [];
  for (const file of await filesOf(path)) {
    const { tenant, rules: own, problems } = readRules(await readFile(file, 'utf8'));
    if (problems.length > 0)
      throw new Failure(
        problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
      );
    rules.push(...own.map((rule) => ({ tenant, rule })));
  }
  const names = new Set<string>();
  for (const { tenant, rule } of rules) {
    const name = `${tenant}/${rule.name}`;
    if (names.has(name)) throw new Failure(`Two files have a rule ${rule.name} of ${tenant}.`);
    names.add(name);
  }
  return { rules, stamp };
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
