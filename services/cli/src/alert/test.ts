import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { runAlertTests } from './test-file.js';

export function addTest(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('test')
    .description('given events, expect alerts: run files of tests')
    .argument('<file...>')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert test rules.test.yaml`,
    )
    .action(async (files: string[], { json }: { json?: boolean }) => {
      const outcomes = (
        await Promise.all(files.map((file) => runAlertTests(resolve(context.cwd, file))))
      ).flat();
      const failed = outcomes.filter(({ wrong }) => wrong.length > 0);
      if (json) context.output.json({ tests: outcomes });
      else {
        for (const { name, wrong } of outcomes) {
          context.output.print(`${wrong.length === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
          for (const sentence of wrong) context.output.print(`        ${sentence}`);
        }
        context.output.print(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
      }
      exit(failed.length > 0 ? EXIT.failure : EXIT.ok);
    });
}
