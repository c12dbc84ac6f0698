import { amount, lasting } from '@tallyboard/alerting/amounts';
import { backtest } from '@tallyboard/alerting/backtest';
import { createReference } from '@tallyboard/answers/reference';
import { sumsOf } from '@tallyboard/answers/sums';
import type { Backtest } from '@tallyboard/api/alerts';
import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { Failure } from '@tallyboard/runtime/failure';
import { clickhouseSettings, loadSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { atShard } from '../shards/at-shard.js';
import { table } from '../terminal/table.js';
import { ruleNamed } from './rules.js';
import type { Common } from './service.js';

const DAY = 86_400;

export function addBacktest(alert: Command, context: Context, exit: (code: number) => void): void {
  alert
    .command('backtest')
    .description('when a rule would have fired, by the computation that is live')
    .argument('<rule>', 'a ready rule, a file of rules, or a rule of the running service')
    .option('--rule <name>', 'which rule of the file; default: the only one')
    .option('--from <instant>', 'default: 30 days before', instantOf)
    .option('--to <instant>', 'default: now', instantOf)
    .option('--tenant <name>', 'whose numbers (default: demo, or what the file says)')
    .option('--json', 'print firings and chart as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert backtest slow-first-response --from 2026-01-01
  $ tally alert backtest rules.yaml --rule busy --json`,
    )
    .action(async (name: string, options: Common & { rule?: string; from?: number; to?: number }) => {
      const { tenant, rule } = await ruleNamed(context, name, options);
      const to = options.to ?? Math.floor(Date.now() / 1_000);
      const from = options.from ?? to - 30 * DAY;
      if (to <= from) throw new Failure('--to must be after --from.');
      const whose = options.tenant ?? tenant;
      const settings = loadSettings(clickhouseSettings, atShard(context, { tenant: whose }).env);
      const clickhouse = connectClickHouse({
        url: settings.clickhouseUrl,
        user: settings.clickhouseUser,
        password: settings.clickhousePassword,
        database: settings.clickhouseDatabase,
      });
      const { offices } = await createReference(clickhouse, Date.now)(whose);
      const found = await backtest(whose, rule, [...offices.values()], { from, to }, (judge, bounds, spans) =>
        sumsOf(clickhouse, {
          tenant: whose,
          quantities: judge.quantities,
          by: judge.rule.by ?? [],
          filter: judge.rule.filter ?? {},
          bounds,
          spans,
        }),
      ).finally(() => clickhouse.close());
      if (options.json) context.output.json(found);
      else context.output.print(backtestShown(found));
      exit(EXIT.ok);
    });
}

function instantOf(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('It wants a date or an instant: 2026-03-02, or 2026-03-02T08:00:00Z.');
  return Math.floor(ms / 1_000);
}

function backtestShown({ words, firings, judged, from, to, unit }: Backtest): string {
  const lasted = firings.map(
    ({ fired_at, ended_at }) => (Date.parse(ended_at ?? to) - Date.parse(fired_at)) / 1_000,
  );
  const total = lasted.reduce((sum, each) => sum + each, 0);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const summary =
    firings.length === 0
      ? `Judged ${judged} times from ${from} to ${to}: it would not have fired.`
      : `Judged ${judged} times from ${from} to ${to}: it would have fired ${firings.length} times, ${lasting(total * 1_000)} in all, ${(firings.length / Math.max(1, days / 7)).toFixed(1)} times a week.`;
  if (firings.length === 0) return `${words}\n${summary}`;
  return `${words}\n${summary}\n\n${table(
    ['fired', 'lasted', 'began', 'where', 'value', 'usual', 'n'].map((title) => ({ title })),
    firings.map(({ group, since, fired_at, ended_at, judgement }, i) => [
      fired_at,
      `${lasting(lasted[i]! * 1_000)}${ended_at ? '' : ' so far'}`,
      since,
      Object.values(group).join(', '),
      amount(judgement.value, unit),
      judgement.against?.value == null ? '' : amount(judgement.against.value, unit),
      String(judgement.n),
    ]),
  )}`;
}
