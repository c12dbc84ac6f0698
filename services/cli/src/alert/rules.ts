import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readRules } from '@tallyboard/alerting/read-rules';
import { READY_RULES } from '@tallyboard/alerting/ready';
import type { Rule } from '@tallyboard/alerting/rule';
import type { AlertRule } from '@tallyboard/api/alerts';
import { Failure } from '@tallyboard/runtime/failure';
import type { Context } from '../command.js';
import { DEMO_TENANT } from '../up/services.js';
import { asked, serviceOf } from './service.js';

/** A ready rule, one of a file (`which`, where it has several), or one that the running service judges. */
export async function ruleNamed(
  context: Context,
  name: string,
  { rule: which, tenant: whose }: { rule?: string; tenant?: string },
): Promise<{ tenant: string; rule: Rule }> {
  const ready = READY_RULES.find((rule) => rule.name === name);
  if (ready) return { tenant: DEMO_TENANT, rule: ready };
  const text = await readFile(resolve(context.cwd, name), 'utf8').catch(() => null);
  if (text === null) return ruleInForce(context, name, whose ?? DEMO_TENANT);
  const { tenant, rules, problems } = readRules(text);
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

async function ruleInForce(context: Context, name: string, tenant: string) {
  const path = `/v1/alert-rules/${encodeURIComponent(name)}`;
  try {
    return { tenant, rule: ((await asked(serviceOf(context, tenant), path)) as AlertRule).rule as Rule };
  } catch (error) {
    throw new Failure(
      `${name} is neither a file nor a ready rule (${READY_RULES.map((rule) => rule.name).join(', ')}), and the service has not said what it is: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

export const textIn = ({ cwd }: Pick<Context, 'cwd'>, file: string): Promise<string> =>
  readFile(resolve(cwd, file), 'utf8').catch((error: Error) => {
    throw new Failure(`${file} cannot be read: ${error.message}.`);
  });
