import {
  clickhouseSettings,
  describeSettings,
  kafkaSettings,
  schemaSettings,
  shardsSettings,
} from '@tallyboard/runtime/settings';
import { Command } from 'commander';
import type { Context } from './command.js';
import { addAlert } from './commands/alert.js';
import { addDeals } from './commands/deals.js';
import { addDlq } from './commands/dlq.js';
import { addDoctor } from './commands/doctor.js';
import { addErase } from './commands/erase.js';
import { addExplain } from './commands/explain.js';
import { addGoal } from './commands/goal.js';
import { addImpact } from './commands/impact.js';
import { addImport } from './commands/import.js';
import { addKeys } from './commands/keys.js';
import { addMetrics } from './commands/metrics.js';
import { addMigrate } from './commands/migrate.js';
import { addQuery } from './commands/query.js';
import { addRebuild } from './commands/rebuild.js';
import { addRepair } from './commands/repair.js';
import { addRetention } from './commands/retention.js';
import { addSchedule } from './commands/schedule.js';
import { addShards } from './commands/shards.js';
import { addSql } from './commands/sql.js';
import { addStanding } from './commands/standing.js';
import { addTimeline } from './commands/timeline.js';
import { addUp } from './commands/up.js';
import { addVerify } from './commands/verify.js';
import { EXIT_CODES_HELP } from './exit-codes.js';
import { clientSettings, dataDirIn } from './settings.js';
import { readStack } from './up/stack-file.js';

/** What the environment says nothing of is as the stack in the data directory was started. */
function ofLocalStack(context: Context): Context {
  const env = { ...context.env };
  for (const [name, value] of Object.entries(readStack(dataDirIn(context.env)) ?? {})) env[name] ||= value;
  return { ...context, env };
}

/** The whole command line. `exit` is told once what the process is to exit with. */
export function createProgram(context: Context, version: string, exit: (code: number) => void): Command {
  const program = new Command('tally')
    .description('Tallyboard: CRM events in, exact numbers out.')
    .version(version)
    // An option belongs to the command that it follows: "doctor" and "doctor data" both have --json.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Examples:
  $ tally up                       everything on this machine, with a simulated company
  $ tally query close_rate --period this_month --by office
  $ tally explain close_rate --period this_month --filter office:munich
  $ tally sql                      ask in SQL; tally sql --help
  $ tally verify                   prove every stored number from the log
${EXIT_CODES_HELP}

Settings (environment; what it does not say is taken from the stack that "tally up" started in TALLY_DATA_DIR):
${describeSettings({
  ...clientSettings,
  ...kafkaSettings,
  ...clickhouseSettings,
  ...schemaSettings,
  ...shardsSettings,
})
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}`,
    );
  addUp(program, context, exit);
  const local = ofLocalStack(context);
  addImport(program, local, exit);
  addMetrics(program, local, exit);
  addQuery(program, local, exit);
  addExplain(program, local, exit);
  addTimeline(program, local, exit);
  addRetention(program, local, exit);
  addStanding(program, local, exit);
  addImpact(program, local, exit);
  addGoal(program, local, exit);
  addDeals(program, local, exit);
  addSchedule(program, local, exit);
  addSql(program, local, exit);
  addAlert(program, local, exit);
  addVerify(program, local, exit);
  addMigrate(program, local, exit);
  addRepair(program, local, exit);
  addRebuild(program, local, exit);
  addDlq(program, local, exit);
  addErase(program, local, exit);
  addShards(program, local, exit);
  addDoctor(program, local, exit);
  addKeys(program, context, exit);
  return program;
}
