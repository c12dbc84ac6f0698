import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { Failure } from '@tallyboard/runtime/failure';
import { clickhouseSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { dataDirIn } from '../settings.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { DOTS_HELP, dotOf } from '../sql/dots.js';
import { asSentence, ONLY_READS } from '../sql/mistakes.js';
import { prompt } from '../sql/prompt.js';
import { type Form, foundCsv, foundJson, foundTable } from '../sql/shown.js';
import { saysSomething, statementsIn, verbOf } from '../sql/statements.js';
import { wholeNumber } from '../whole-number.js';

interface SqlOptions {
  file?: string;
  param: Record<string, string>;
  maxRows: number;
  timeout: number;
  json?: boolean;
  csv?: boolean;
  shard?: string;
  tenant?: string;
}

const READS = new Set(['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS']);

export function addSql(program: Command, context: Context, exit: (code: number) => void): void {
  withShard(program.command('sql'))
    .option('--tenant <name>', 'ask the shard of this tenant, where there are several')
    .description('ask ClickHouse in SQL: it reads the views of facts and metrics, and changes nothing')
    .argument('[statement]', 'what is asked; without it a prompt, or what comes from stdin')
    .option('--file <path>', 'a file of statements, such as those in schemas/queries')
    .option(
      '--param <name=value>',
      'what {name:Type} in a statement is; may be said several times',
      param,
      {},
    )
    .option('--max-rows <n>', 'more rows of a result are left out', wholeNumber(1, 1_000_000), 1_000)
    .option('--timeout <seconds>', 'a statement that takes longer is stopped', wholeNumber(1, 3_600), 60)
    .addOption(new Option('--json', 'print rows as JSON').conflicts('csv'))
    .option('--csv', 'print exact values as CSV')
    .addHelpText(
      'after',
      `
The database holds every tenant: say WHERE tenant = '…' wherever a view has that column. Days are those of each office.

At the prompt:
${DOTS_HELP}

Examples:
  $ tally sql
  $ tally sql "SELECT name, how, definition FROM metrics"
  $ tally sql "SELECT office, sum(calls) FROM call_daily WHERE tenant = 'demo' GROUP BY office" --csv
  $ tally sql "DESCRIBE TABLE deals" --json
  $ tally sql --file schemas/queries/close_rate_by_rep.sql --param tenant=demo --param from=2026-01-01 --param to=2027-01-01
  $ tally sql ".metric close_rate"`,
    )
    .action(async (statement: string | undefined, options: SqlOptions) => {
      const settings = loadSettings({ ...logSettings, ...clickhouseSettings }, atShard(context, options).env);
      const clickhouse = connectClickHouse({
        url: settings.clickhouseUrl,
        user: settings.clickhouseUser,
        password: settings.clickhousePassword,
        database: settings.clickhouseDatabase,
      });
      try {
        await ask(clickhouse, context, statement, options);
        exit(EXIT.ok);
      } finally {
        await clickhouse.close();
      }
    });
}

async function ask(
  clickhouse: ClickHouse,
  context: Context,
  statement: string | undefined,
  options: SqlOptions,
): Promise<void> {
  const run = (sql: string, signal?: AbortSignal) => answer(clickhouse, context, sql, options, signal);
  if (statement === undefined && options.file === undefined && process.stdin.isTTY) {
    context.output.say(
      `${clickhouse.database} at ${clickhouse.url}, to read. Statements end with a semicolon; .help tells more.`,
    );
    return prompt({
      input: process.stdin,
      output: context.output.err,
      historyFile: join(dataDirIn(context.env), 'sql-history'),
      print: (line) => context.output.print(line),
      run: (sql, signal) =>
        run(sql, signal).catch((error: unknown) => context.output.say((error as Error).message)),
    });
  }
  const given =
    statement ?? (options.file === undefined ? await text(process.stdin) : fileText(context, options.file));
  const dot = dotOf(given);
  if (dot === 'quit') return;
  if (dot && 'text' in dot) throw new Failure(dot.text, { exitCode: EXIT.usage });
  const { statements, rest } = dot ? { statements: [dot.sql], rest: '' } : statementsIn(given);
  const all = [...statements, ...(saysSomething(rest) ? [rest] : [])];
  if (all.length === 0)
    throw new Failure('There is no statement: tally sql --help shows some.', { exitCode: EXIT.usage });
  for (const each of all) await run(each);
}

async function answer(
  clickhouse: ClickHouse,
  { output }: Context,
  sql: string,
  { param: params, maxRows, timeout: withinSeconds, json, csv }: SqlOptions,
  signal?: AbortSignal,
): Promise<void> {
  if (!READS.has(verbOf(sql))) throw new Failure(ONLY_READS, { exitCode: EXIT.usage });
  const form: Form = json ? 'json' : csv ? 'csv' : 'table';
  try {
    const found = await clickhouse.read(sql, { params, maxRows, withinSeconds, signal });
    if (form === 'json') output.json(foundJson(found));
    else output.print(form === 'csv' ? foundCsv(found) : foundTable(found));
    if (form !== 'table' && found.isCut)
      output.say(`These are the first ${maxRows.toLocaleString('en-US')} rows; --max-rows shows more.`);
  } catch (error) {
    throw signal?.aborted ? new Failure('Stopped.') : asSentence(error);
  }
  if (await readsEveryone(clickhouse, sql))
    output.say("This is of every tenant; WHERE tenant = '…' makes it one's.");
}

/** Whether it reads what tenants have, and names none. */
async function readsEveryone(clickhouse: ClickHouse, sql: string): Promise<boolean> {
  if (/\btenant\b/i.test(sql) || verbOf(sql) !== 'SELECT') return false;
  const tables = await clickhouse.rows<{ table: string }>(
    "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'tenant'",
  );
  return tables.some(({ table }) => new RegExp(`\\b(?:FROM|JOIN)\\s+(?:\\w+\\.)?${table}\\b`, 'i').test(sql));
}

function fileText({ cwd }: Context, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw new Failure(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

function param(given: string, before: Record<string, string>): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(given) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It wants name=value.');
  return { ...before, [name]: value! };
}
