import { readRules } from '@tallyboard/alerting/read-rules';
import { RuleFile } from '@tallyboard/alerting/rule';
import type { AlertRule, AlertRules } from '@tallyboard/api/alerts';
import { Failure } from '@tallyboard/runtime/failure';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { table } from '../terminal/table.js';
import { textIn } from './rules.js';
import { asked, type Common, serviceOf } from './service.js';

/** Commands about the rules of a running service, and the schema by which editors check files of rules. */
export function addRules(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('rules')
    .description('the rules and how they stand: judged up to when, firing, waiting for data')
    .option('--tenant <name>', 'whose rules')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert rules
  $ tally alert rules --json`,
    )
    .action(async ({ tenant, json }: Common) => {
      const answer = (await asked(serviceOf(context, tenant), '/v1/alert-rules')) as AlertRules;
      if (json) context.output.json(answer);
      else {
        for (const { file, problems } of answer.broken_files)
          context.output.say(
            `${file} is broken, and the rules of files are as they were before:\n${problems.map((each) => `  ${file}:${each}`).join('\n')}\n`,
          );
        if (!answer.judged_here)
          context.output.say(
            'The instance that answered stands by: another one judges and knows how far it is.\n',
          );
        context.output.print(
          table(
            ['name', 'from', 'severity', 'groups', 'firing', 'judged to', 'what is wrong'].map((title) => ({
              title,
            })),
            answer.rules.map((rule) => [
              rule.name,
              rule.source,
              rule.severity,
              String(rule.groups),
              String(rule.firing),
              rule.enabled ? (rule.judged_to ?? 'not yet') : 'off',
              wrongWith(rule),
            ]),
          ),
        );
      }
      exit(EXIT.ok);
    });

  alert
    .command('apply')
    .description('make the rules of a file at the running service, or make them anew')
    .argument('<file>')
    .option('--tenant <name>', 'whose rules (default: what the file says)')
    .option('--json', 'print the rules as the API shows them')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert apply rules.yaml`,
    )
    .action(async (file: string, options: Common) => {
      const { tenant, rules, problems } = readRules(await textIn(context, file));
      if (problems.length > 0)
        throw new Failure(
          problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
        );
      const service = serviceOf(context, options.tenant ?? tenant, true);
      const made: AlertRule[] = [];
      for (const rule of rules) {
        const path = `/v1/alert-rules/${encodeURIComponent(rule.name)}`;
        made.push((await asked(service, path, { method: 'PUT', body: rule })) as AlertRule);
        if (!options.json) context.output.print(`${rule.name}: ${made.at(-1)!.words}`);
      }
      if (options.json) context.output.json({ tenant: options.tenant ?? tenant, rules: made });
      exit(EXIT.ok);
    });

  alert
    .command('remove')
    .description('take out a rule that was made by apply')
    .argument('<name>')
    .option('--tenant <name>', 'whose rule')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert remove busy`,
    )
    .action(async (name: string, { tenant }: Common) => {
      await asked(serviceOf(context, tenant, true), `/v1/alert-rules/${encodeURIComponent(name)}`, {
        method: 'DELETE',
      });
      context.output.print(`${name} is out.`);
      exit(EXIT.ok);
    });

  alert
    .command('schema')
    .description('print the JSON schema of files of rules, for editors')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert schema > rules.schema.json`,
    )
    .action(() => {
      context.output.json({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...RuleFile });
      exit(EXIT.ok);
    });
}

function wrongWith({ failure, data_missing, waiting_for }: AlertRule): string {
  if (failure !== null) return failure;
  if (data_missing) return `data are missing: ${waiting_for.join(', ')}`;
  return waiting_for.length > 0 ? `waits for ${waiting_for.join(', ')}` : '';
}
