import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { clickhouseSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { type Conflict, findConflicts } from '../data/conflicts.js';
import { EXIT } from '../exit-codes.js';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { wholeNumber } from '../whole-number.js';

export function addDoctorData(doctor: Command, context: Context, exit: (code: number) => void): void {
  doctor
    .command('data')
    .description('tell what is odd in the stored data: events of one source and id that do not say the same')
    .option('--limit <n>', 'how many of them are listed', wholeNumber(1, 1_000_000), 50)
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 also when something is odd ("ok" in the JSON tells), 1 ClickHouse could not be asked (one sentence says why).

Examples:
  $ tally doctor data
  $ tally doctor data --limit 1000 --json | jq .conflicts.total
  $ TALLY_CLICKHOUSE_URL=http://clickhouse:8123 tally doctor data`,
    )
    .action(async ({ limit, json }: { limit: number; json?: boolean }) => {
      const settings = loadSettings({ ...logSettings, ...clickhouseSettings }, context.env);
      const clickhouse = connectClickHouse({
        url: settings.clickhouseUrl,
        user: settings.clickhouseUser,
        password: settings.clickhousePassword,
        database: settings.clickhouseDatabase,
      });
      try {
        const { total, conflicts } = await findConflicts(clickhouse, limit);
        if (json) context.output.json({ ok: total === 0, conflicts: { total, listed: conflicts } });
        else for (const line of described(total, conflicts)) context.output.print(line);
        exit(EXIT.ok);
      } finally {
        await clickhouse.close();
      }
    });
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
