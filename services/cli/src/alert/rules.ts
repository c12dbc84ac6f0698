import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readRules } from '@tallyboard/alerting/read-rules';
import { READY_RULES } from '@tallyboard/alerting/ready';
import type { Rule } from '@tallyboard/alerting/rule';
import { Failure } from '@tallyboard/runtime/failure';
import type { Context } from '../command.js';
import { DEMO_TENANT } from '../up/services.js';

/** A ready rule, or one of a file: `which`, where it has several. */
export async function ruleNamed(
  { cwd }: Pick<Context, 'cwd'>,
  name: string,
  which: string | undefined,
): Promise<{ tenant: string; rule: Rule }> {
  const ready = READY_RULES.find((rule) => rule.name === name);
  if (ready) return { tenant: DEMO_TENANT, rule: ready };
  const { tenant, rules, problems } = readRules(
    await readFile(resolve(cwd, name), 'utf8').catch(() => {
      throw new Failure(
        `${name} is neither a file nor a ready rule; these are ${READY_RULES.map((rule) => rule.name).join(', ')}.`,
      );
    }),
  );
  if (problems.length > 0)
    throw new Failure(
      problems.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`).join('\n'),
    );
  const rule =
    which === undefined && rules.length === 1 ? rules[0] : rules.find((each) => each.name === which);
  if (!rule)
    throw new Failure(
      `Which rule of ${name}? --rule wants one of ${rules.map((each) => each.name).join(', ')}.`,
    );
  return { tenant, rule };
}

export const textIn = ({ cwd }: Pick<Context, 'cwd'>, file: string): Promise<string> =>
  readFile(resolve(cwd, file), 'utf8').catch((error: Error) => {
    throw new Failure(`${file} cannot be read: ${error.message}.`);
  });
