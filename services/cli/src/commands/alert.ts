import type { Command } from 'commander';
import { addActions } from '../alert/act.js';
import { addBacktest } from '../alert/backtest.js';
import { addCheck } from '../alert/check.js';
import { addList } from '../alert/list.js';
import { addRules } from '../alert/rule-commands.js';
import { addTest } from '../alert/test.js';
import type { Context } from '../command.js';

export function addAlert(program: Command, context: Context, exit: (code: number) => void): void {
  const alert = program
    .command('alert')
    .description('rules and alerts: check, test and try rules; see, silence and acknowledge alerts')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert check rules.yaml
  $ tally alert test rules.test.yaml
  $ tally alert backtest slow-first-response --from 2026-01-01
  $ tally alert backtest rules.yaml --rule busy
  $ tally alert apply rules.yaml
  $ tally alert rules
  $ tally alert list
  $ tally alert show 3f2a9c
  $ tally alert silence --rule rising-churn --for 4h --note "price change"
  $ tally alert silences
  $ tally alert unsilence 5d0c1b7e
  $ tally alert ack 3f2a9c --note "on it"`,
    );

  addCheck(alert, context, exit);
  addTest(alert, context, exit);
  addBacktest(alert, context, exit);
  addRules(alert, context, exit);
  addList(alert, context, exit);
  addActions(alert, context, exit);
}
