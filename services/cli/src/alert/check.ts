import { judgeOf } from '@tallyboard/alerting/judge';
import { readRules } from '@tallyboard/alerting/read-rules';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { textIn } from './rules.js';

export function addCheck(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('check')
    .description('say what is wrong in files of rules, with line numbers')
    .argument('<file...>')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert check rules.yaml`,
    )
    .action(async (files: string[], { json }: { json?: boolean }) => {
      const found = await Promise.all(
        files.map(async (file) => ({ file, ...readRules(await textIn(context, file)) })),
      );
      const problems = found.flatMap(({ file, problems: own }) =>
        own.map((problem) => ({ file, ...problem })),
      );
      if (json)
        context.output.json({ problems, rules: found.flatMap(({ rules }) => rules.map(({ name }) => name)) });
      else {
        for (const { file, line, column, message } of problems)
          context.output.say(`${file}:${line}:${column} ${message}`);
        for (const { rules } of found)
          for (const rule of rules) context.output.print(`${rule.name}: ${judgeOf(rule).words}`);
      }
      exit(problems.length > 0 ? EXIT.failure : EXIT.ok);
    });
}
