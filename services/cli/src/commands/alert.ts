import { readFile } from 'node:fs/promises';
import { backtest } from '@tallyboard/alerting/backtest';
import { inWords } from '@tallyboard/alerting/durations';
import { judgeOf } from '@tallyboard/alerting/judge';
import { readRules } from '@tallyboard/alerting/read-rules';
import { READY_RULES } from '@tallyboard/alerting/ready';
import type { Rule } from '@tallyboard/alerting/rule';
import { chanceInWords, shown } from '@tallyboard/alerting/values';
import { createReference } from '@tallyboard/answers/reference';
import { sumsOf } from '@tallyboard/answers/sums';
import type { Alert, Backtest } from '@tallyboard/api/alerts';
import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { Failure } from '@tallyboard/runtime/failure';
import { clickhouseSettings, loadSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import { runAlertTests } from '../alert/test-file.js';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request, type Service } from '../http.js';
import { queryService } from '../query/service.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { table } from '../terminal/table.js';
import { DEMO_TENANT } from '../up/services.js';

interface Common {
  json?: boolean;
  tenant?: string;
}

const DAY = 86_400;

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
  $ tally alert list
  $ tally alert show 3f2a9c
  $ tally alert silence --rule rising-churn --for 4h --note "price change"
  $ tally alert ack 3f2a9c --note "on it"`,
    );

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
    .action(async (files: string[], { json }: Common) => {
      const found = await Promise.all(
        files.map(async (file) => ({ file, ...readRules(await textIn(file)) })),
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
    .action(async (files: string[], { json }: Common) => {
      const outcomes = (await Promise.all(files.map(runAlertTests))).flat();
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

  alert
    .command('backtest')
    .description('when a rule would have fired, by the computation that is live')
    .argument('<rule>', 'a ready rule, or a file of rules')
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
      const { tenant, rule } = await ruleNamed(name, options.rule);
      const to = options.to ?? Math.floor(Date.now() / 1_000);
      const from = options.from ?? to - 30 * DAY;
      if (to <= from) throw new Failure('--to must be after --from.');
      const settings = loadSettings(clickhouseSettings, context.env);
      const clickhouse = connectClickHouse({
        url: settings.clickhouseUrl,
        user: settings.clickhouseUser,
        password: settings.clickhousePassword,
        database: settings.clickhouseDatabase,
      });
      const whose = options.tenant ?? tenant;
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

  alert
    .command('list')
    .description('the alerts that are open; --all: ended ones too')
    .option('--all', 'ended ones too')
    .option('--tenant <name>', 'whose alerts')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert list
  $ tally alert list --all --json`,
    )
    .action(async ({ all, json, tenant }: Common & { all?: boolean }) => {
      const answer = await asked(serviceOf(context, tenant), `/v1/alerts${all ? '' : '?state=open'}`);
      const { alerts } = answer as { alerts: Alert[] };
      if (json) context.output.json(answer);
      else if (alerts.length === 0) context.output.print(all ? 'There were no alerts.' : 'Nothing is open.');
      else
        context.output.print(
          table(
            ['id', 'state', 'severity', 'what', 'where', 'value', 'since'].map((title) => ({ title })),
            alerts.map((each) => [
              each.id.slice(0, 8),
              each.state,
              each.severity,
              each.title,
              placeOf(each),
              shown(each.judgement.value, each.unit),
              each.since,
            ]),
          ),
        );
      exit(EXIT.ok);
    });

  alert
    .command('show')
    .description('one alert, with what happened')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--tenant <name>', 'whose alert')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert show 3f2a9c`,
    )
    .action(async (id: string, { json, tenant }: Common) => {
      const service = serviceOf(context, tenant);
      const found = (await asked(service, `/v1/alerts/${await idOf(service, id)}`)) as Alert;
      if (json) context.output.json(found);
      else context.output.print(alertShown(found));
      exit(EXIT.ok);
    });

  alert
    .command('ack')
    .description('acknowledge an alert: somebody has seen it')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--note <text>', 'for the others')
    .option('--tenant <name>', 'whose alert')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert ack 3f2a9c --note "on it"`,
    )
    .action(async (id: string, { note, json, tenant }: Common & { note?: string }) => {
      const service = serviceOf(context, tenant, true);
      const path = `/v1/alerts/${await idOf(service, id)}/acknowledge`;
      const found = (await asked(service, path, { note })) as Alert;
      if (json) context.output.json(found);
      else context.output.print(`${found.title} is ${found.state}.`);
      exit(EXIT.ok);
    });

  alert
    .command('silence')
    .description('tell nobody of a rule or a group for a while; what is over is still told to who was told')
    .option('--rule <name>', 'which rule')
    .option('--group <dim=value>', 'which group; repeatable', collect)
    .requiredOption('--for <duration>', 'how long: 30m, 4h, 2d')
    .option('--note <text>', 'why')
    .option('--tenant <name>', 'whose alerts')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText(
      'after',
      `
Examples:
  $ tally alert silence --rule rising-churn --for 4h --note "price change"
  $ tally alert silence --group office=munich --for 1d`,
    )
    .action(async (options: Common & { rule?: string; group?: string[]; for: string; note?: string }) => {
      const { rule, note, for: duration } = options;
      const group = options.group && Object.fromEntries(options.group.map((text) => text.split(/=(.*)/s, 2)));
      const made = (await asked(serviceOf(context, options.tenant, true), '/v1/alert-silences', {
        rule,
        group,
        for: duration,
        note,
      })) as { id: string; to: string };
      if (options.json) context.output.json(made);
      else context.output.print(`Silent until ${made.to} (silence ${made.id}).`);
      exit(EXIT.ok);
    });
}

const collect = (value: string, all: string[] = []): string[] => {
  if (!value.includes('='))
    throw new InvalidArgumentError('It wants a dimension and a value: office=munich.');
  return [...all, value];
};

function instantOf(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('It wants a date or an instant: 2026-03-02, or 2026-03-02T08:00:00Z.');
  return Math.floor(ms / 1_000);
}

async function ruleNamed(name: string, which: string | undefined): Promise<{ tenant: string; rule: Rule }> {
  const ready = READY_RULES.find((rule) => rule.name === name);
  if (ready) return { tenant: 'demo', rule: ready };
  const { tenant, rules, problems } = readRules(
    await readFile(name, 'utf8').catch(() => {
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

const textIn = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: Error) => {
    throw new Failure(`${file} cannot be read: ${error.message}.`);
  });

function serviceOf({ env }: Context, tenant: string | undefined, acts = false): Service {
  const settings = loadSettings(clientSettings, env);
  const service = queryService(settings, tenant);
  if (!acts || settings.apiKey !== undefined) return service;
  // A kept key that may only read may not act.
  const key = findCredential(dataDirOf(settings.dataDir), tenant ?? DEMO_TENANT, 'alerts')?.key;
  return { ...service, key };
}

async function asked(service: Service, path: string, body?: object): Promise<unknown> {
  const answer = await request(
    service,
    path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (answer.status === 404 && !answer.text.includes('no_such'))
    throw new Failure(`${service.name} knows of no alerts service: set its TALLY_ALERTS_URL.`);
  if (answer.status !== 200) throw refusedQuestion(service, answer);
  return JSON.parse(answer.text);
}

/** The id that begins so. */
async function idOf(service: Service, beginning: string): Promise<string> {
  const { alerts } = (await asked(service, '/v1/alerts')) as { alerts: Alert[] };
  const found = alerts.filter(({ id }) => id.startsWith(beginning));
  if (found.length === 1) return found[0]!.id;
  throw new Failure(
    found.length === 0
      ? `There is no alert ${beginning}.`
      : `${found.length} alerts begin with ${beginning}.`,
  );
}

const placeOf = ({ group, labels }: Pick<Alert, 'group' | 'labels'>): string =>
  Object.entries(group)
    .map(([name, value]) => labels[name] ?? (value === '' ? `no ${name}` : value))
    .join(', ');

function alertShown(alert: Alert): string {
  const { judgement, unit } = alert;
  return [
    `${alert.title}${placeOf(alert) === '' ? '' : `: ${placeOf(alert)}`}`,
    '',
    `${alert.state}, since ${alert.since}${alert.ended_at ? ` until ${alert.ended_at}` : ''}`,
    `${shown(judgement.value, unit)} of ${judgement.n} from ${judgement.from} to ${judgement.to}`,
    ...(judgement.against
      ? [
          judgement.against.value === null
            ? judgement.against.words
            : `against ${shown(judgement.against.value, unit)}: ${judgement.against.words}`,
        ]
      : []),
    ...(judgement.chance === null ? [] : [`by chance alone: ${chanceInWords(judgement.chance)}`]),
    ...(alert.acknowledged ? [`acknowledged by ${alert.acknowledged.by} at ${alert.acknowledged.at}`] : []),
    alert.words,
    '',
    ...(alert.steps ?? []).map(
      (step) =>
        `${step.at}  ${step.state}${step.learnt_late ? ' (found out late)' : ''}  ${shown(step.judgement.value, unit)}`,
    ),
  ].join('\n');
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
      : `Judged ${judged} times from ${from} to ${to}: it would have fired ${firings.length} times, ${inWords(total)} in all, ${(firings.length / Math.max(1, days / 7)).toFixed(1)} times a week.`;
  if (firings.length === 0) return `${words}\n${summary}`;
  return `${words}\n${summary}\n\n${table(
    ['fired', 'lasted', 'began', 'where', 'value', 'usual', 'n'].map((title) => ({ title })),
    firings.map(({ group, since, fired_at, ended_at, judgement }, i) => [
      fired_at,
      `${inWords(lasted[i]!)}${ended_at ? '' : ' so far'}`,
      since,
      Object.values(group).join(', '),
      shown(judgement.value, unit),
      judgement.against?.value == null ? '' : shown(judgement.against.value, unit),
      String(judgement.n),
    ]),
  )}`;
}
