import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate, planFor } from '@tallyboard/clickhouse/migrate';
import { clickhouseSettings, loadSettings, logSettings, schemaSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { atShards, withShard } from '../shards/at-shard.js';

interface MigrateOptions {
  dryRun?: boolean;
  json?: boolean;
  shard?: string;
}

export function addMigrate(program: Command, context: Context, exit: (code: number) => void): void {
  withShard(program.command('migrate'), 'default: all, one after the other')
    .description(
      'bring the tables of ClickHouse to this version: "tally up" and processors do it by themselves',
    )
    .option('--dry-run', 'say what would be made and change nothing')
    .option('--json', 'print what was made as JSON')
    .addHelpText(
      'after',
      `
Makes the database, tables and columns that are missing, and views whose text has changed. Running it twice changes
nothing. Services that only read need no right to change tables: they name what is missing and end. The cells of a fact
whose measures or fold changed are recomputed by the processors.

Examples:
  $ tally migrate --dry-run
  $ tally migrate
  $ TALLY_CLICKHOUSE_ENGINES=replicated TALLY_CLICKHOUSE_URL=http://clickhouse:8123 tally migrate`,
    )
    .action(async (options: MigrateOptions) => exit(await migrateAll(context, options)));
}

async function migrateAll(context: Context, options: MigrateOptions): Promise<number> {
  for (const { context: own } of atShards(context, options.shard)) await run(own, options);
  return EXIT.ok;
}

async function run({ env, output }: Context, { dryRun = false, json }: MigrateOptions): Promise<void> {
  const settings = loadSettings({ ...logSettings, ...clickhouseSettings, ...schemaSettings }, env);
  const clickhouse = connectClickHouse({
    url: settings.clickhouseUrl,
    user: settings.clickhouseUser,
    password: settings.clickhousePassword,
    database: settings.clickhouseDatabase,
  });
  try {
    const made = await (dryRun ? planFor(clickhouse) : migrate(clickhouse, settings.engines));
    const named = {
      migrations: made.migrations.map(({ name }) => name),
      tables: made.tables.map(({ name }) => name),
      views: made.views.map(({ name }) => name),
    };
    if (json) output.json({ database: settings.clickhouseDatabase, dry_run: dryRun, ...named });
    else output.print(inWords(settings.clickhouseDatabase, named, dryRun));
  } finally {
    await clickhouse.close();
  }
}

function inWords(database: string, made: Record<string, string[]>, dryRun: boolean): string {
  const lines = Object.entries(made)
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `  ${kind}: ${names.join(', ')}`);
  if (lines.length === 0) return `The database ${database} has all that this version needs.`;
  return [
    `${dryRun ? 'Would make or change' : 'Made or changed'} in the database ${database}:`,
    ...lines,
  ].join('\n');
}
