import { askedSpan } from '@tallyboard/answers/asked-span';
import { Refusal } from '@tallyboard/answers/refusal';
import { PROBLEMS, type Problem } from '@tallyboard/api/query';
import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { Failure } from '@tallyboard/runtime/failure';
import { clickhouseSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { type Conflict, findConflicts } from '../data/conflicts.js';
import { PROBLEM_COLUMNS, problemCells } from '../data/problem-table.js';
import { findProblems } from '../data/problems.js';
import { EXIT } from '../exit-codes.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { wholeNumber } from '../whole-number.js';

interface DataOptions {
  from?: string;
  to?: string;
  period?: string;
  tz?: string;
  tenant?: string;
  shard?: string;
  limit: number;
  json?: boolean;
}

export function addDoctorData(doctor: Command, context: Context, exit: (code: number) => void): void {
  withShard(doctor.command('data'))
    .description(
      'tell what is odd in the stored data: what looks wrong, and ids that stand for several contents',
    )
    .option('--from <date>', 'first day or instant whose events are looked at (default: of all time)')
    .option('--to <date>', 'the first one that no longer is')
    .option('--period <name>', 'instead of from and to: this_week, last_month, last_30_days, …')
    .option('--tz <zone>', 'whose days these are, for example Europe/Berlin (default: UTC)')
    .option('--tenant <name>', 'whose data (default: of all)')
    .option('--limit <n>', 'how many ids of several contents are listed', wholeNumber(1, 1_000_000), 50)
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
What looks wrong:
${Object.entries(PROBLEMS)
  .map(([kind, words]) => `  ${kind.padEnd(18)}  ${words}`)
  .join('\n')}

Ids of several contents are of all time and tenants.

Exit codes: 0 also when something is odd ("ok" in the JSON tells), 1 ClickHouse could not be asked (one sentence says why).

Examples:
  $ tally doctor data
  $ tally doctor data --period last_month --tz Europe/Berlin --tenant acme
  $ tally doctor data --limit 1000 --json | jq .conflicts.total
  $ TALLY_CLICKHOUSE_URL=http://clickhouse:8123 tally doctor data`,
    )
    .action(async ({ limit, json, tenant, shard, ...span }: DataOptions) => {
      const within = askedSpan(new URLSearchParams({ ...span }), Date.now());
      if (within instanceof Refusal) throw new Failure(`${within.message}.`, { exitCode: EXIT.usage });
      const settings = loadSettings(
        { ...logSettings, ...clickhouseSettings },
        atShard(context, { shard, tenant }).env,
      );
      const clickhouse = connectClickHouse({
        url: settings.clickhouseUrl,
        user: settings.clickhouseUser,
        password: settings.clickhousePassword,
        database: settings.clickhouseDatabase,
      });
      try {
        const { total, conflicts } = await findConflicts(clickhouse, limit);
        const problems = await findProblems(clickhouse, { tenant, within });
        const ok = total === 0 && problems.length === 0;
        if (json) context.output.json({ ok, problems, conflicts: { total, listed: conflicts } });
        else
          for (const line of [...wrong(problems), '', ...described(total, conflicts)])
            context.output.print(line);
        exit(EXIT.ok);
      } finally {
        await clickhouse.close();
      }
    });
}

function wrong(problems: readonly ({ tenant: string } & Problem)[]): string[] {
  if (problems.length === 0) return ['Nothing that was taken looks wrong.'];
  return [
    'What was taken although it looks wrong; "tally doctor data --help" says what each kind is.',
    '',
    table(
      [{ title: 'tenant' }, ...PROBLEM_COLUMNS, { title: 'such as' }],
      problems.map((problem) => [problem.tenant, ...problemCells(problem), problem.examples.join(', ')]),
    ),
  ];
}

function described(total: number, conflicts: readonly Conflict[]): string[] {
  if (total === 0) return ['Every source and id stands for one content.'];
  const more = total - conflicts.length;
  return [
    `${total === 1 ? '1 id stands' : `${count(total)} ids stand`} for more than one content: what counts is decided by version, then by checksum. Let the source give what says something new a new id.`,
    '',
    table(
      [
        { title: 'tenant' },
        { title: 'source' },
        { title: 'id' },
        { title: 'versions', align: 'right' },
        { title: 'types' },
        { title: 'of' },
      ],
      conflicts.map(({ tenant, entity, source, event_id, entity_ids, types, versions }) => [
        tenant,
        source,
        event_id,
        count(versions),
        types.join(', '),
        `${entity} ${listed(entity_ids)}`,
      ]),
    ),
    ...(more > 0 ? [`… and ${count(more)} more: --limit lists them.`] : []),
  ];
}

const MOST_LISTED = 3;
const listed = (ids: readonly string[]): string =>
  `${ids.slice(0, MOST_LISTED).join(', ')}${ids.length > MOST_LISTED ? ` and ${count(ids.length - MOST_LISTED)} more` : ''}`;
