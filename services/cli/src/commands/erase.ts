import { createInterface } from 'node:readline/promises';
import { ERASABLE } from '@tallyboard/contracts/erasure';
import type { Entity } from '@tallyboard/contracts/events';
import { Failure } from '@tallyboard/runtime/failure';
import { loadSettings } from '@tallyboard/runtime/settings';
import { Argument, type Command } from 'commander';
import type { Context } from '../command.js';
import { findCredential } from '../credentials.js';
import { eventsFor, keyIdOf, rowsLeft, untilGone } from '../erase/ask.js';
import { countsOf, type Known, knownOf, notErased, type Subject } from '../erase/known.js';
import { forgetLetters } from '../erase/letters.js';
import { type Forgetting, forgetInLog, planForgetting } from '../erase/log.js';
import { EXIT } from '../exit-codes.js';
import { createSender } from '../import/send.js';
import { untilRestated } from '../rebuild/cells.js';
import { clientSettings, dataDirOf } from '../settings.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { plain } from '../terminal/plain.js';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { DEMO_TENANT } from '../up/services.js';
import { openStack } from '../verify/stack.js';
import { patienceSeconds } from '../whole-number.js';

interface EraseOptions {
  tenant: string;
  linked?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
  patience: number;
}

type LogOptions = Pick<EraseOptions, 'dryRun' | 'yes' | 'json' | 'patience'>;

export function addErase(program: Command, context: Context, exit: (code: number) => void): void {
  const command = program
    .command('erase')
    .description(
      'forget a person for ever (GDPR, article 17): a customer, a lead, a rep, or anything that is one’s own',
    )
    .addArgument(new Argument('<kind>', 'what it is').choices(ERASABLE))
    .argument('<id>', 'its id')
    .option('--tenant <name>', 'whose data it is', DEMO_TENANT)
    .option('--linked', 'erase what names it as well: the deals, calls, tickets, … of an account')
    .option('--dry-run', 'say what is known and would be erased, and erase nothing')
    .option('--yes', 'ask nothing')
    .option('--json', 'print what was done as JSON; asks nothing, so it wants --yes or --dry-run')
    .option('--patience <seconds>', 'how long to wait while nothing goes on', patienceSeconds, 60)
    .addHelpText(
      'after',
      `
It shows what is known, asks, and sends an event for each that is erased, with a key that has the scope erase. It waits
until no number counts it and no table has a row of it, and takes its dead letters out of their topic. It cannot be undone.
Of a rep the name is forgotten: what was done stays counted under the id, for the same office and team.

What stays: a row of the table erasures with the id; what names it, with the id; and what the log says of it, until
"tally erase log" takes that out as well. README.md says more.

Examples:
  $ tally keys create --tenant demo --scopes erase --label data-protection
  $ tally erase account A-17 --linked --dry-run
  $ tally erase account A-17 --linked
  $ tally erase lead L-4 --tenant acme --yes --json
  $ tally erase rep munich-03`,
    )
    .action(async (entity: Entity, id: string, options: EraseOptions) =>
      exit(await erase(atShard(context, options), { entity, id }, options)),
    );
  withShard(command.command('log'))
    .description(
      'take out of the log, too, what it says of all who are erased: it is written anew up to there',
    )
    .option('--dry-run', 'say what would be taken out and written once more, and change nothing')
    .option('--yes', 'ask nothing')
    .option('--json', 'print what was done as JSON; asks nothing, so it wants --yes or --dry-run')
    .option('--patience <seconds>', 'how long to wait while nothing goes on', patienceSeconds, 60)
    .addHelpText(
      'after',
      `
Kafka deletes no single message, only all before one. So of each partition whatever is kept of those up to the last that is
not is written once more at its end, and then all before is deleted. It says how much that is, asks, works beside live
traffic and changes no number. When it was interrupted it is to be done again; until then "tally verify" may find rows of
reps missing. Of two at once the second waits. Everyone who follows crm.events reads what is kept a second time. Once is
enough for many requests: each takes time and, for a while, room as the log does.

Examples:
  $ tally erase log --dry-run
  $ tally erase log
  $ tally erase log --yes --json | jq .dropped`,
    )
    .action(async (options: LogOptions & { shard?: string }, { parent }: Command) =>
      // What both have, the outer one takes.
      exit(
        await eraseInLog(atShard(context, { shard: options.shard }), {
          ...options,
          ...parent?.opts<EraseOptions>(),
        }),
      ),
    );
}

async function erase(context: Context, subject: Subject, options: EraseOptions): Promise<number> {
  const { output } = context;
  const { tenant, linked, dryRun, json } = options;
  if (linked && subject.entity === 'rep')
    throw new Failure('What a rep did is the office’s: it is not erased with the rep. Leave out --linked.', {
      exitCode: EXIT.usage,
    });
  const stack = await openStack(context, 'tally-erase');
  try {
    const { clickhouse, kafka, topics } = stack;
    const known = await knownOf(clickhouse, tenant, subject);
    const all = linked ? [...known.own, ...known.naming] : known.own;
    const open = await notErased(clickhouse, tenant, all);
    const rows = await rowsLeft(clickhouse, tenant, all);
    if (!json) output.print(knownText(known, open, linked === true));
    const tell = (done: { letters: number } | null) => {
      const outcome = {
        tenant,
        dry_run: dryRun === true,
        erased: countsOf(open),
        already_erased: all.length - open.length,
        naming: countsOf(known.naming),
        rows,
        dead_letters: done?.letters ?? null,
        left: done ? 0 : rows,
      };
      if (json) output.json(outcome);
      else if (done)
        output.print(
          `Erased: ${count(open.length)} that were not before, ${count(rows)} rows, ${count(done.letters)} dead letters. Nothing is found any more, in no table and no number. What the log says of it, "tally erase log" takes out.`,
        );
      else output.print('Nothing was erased.');
    };
    const question = `Erase ${count(open.length)} for ever?`;
    if (dryRun || !(await mayErase(context, options, open.length, question))) {
      tell(null);
      return dryRun ? EXIT.ok : EXIT.failure;
    }
    const { send, keyId } = senderFor(context, tenant);
    const refused = open.length > 0 ? await send(eventsFor(open, keyId, Date.now())) : [];
    if (refused.length > 0) throw new Failure(`The ingest service did not take it: ${refused[0]!.reason}.`);
    await untilGone(clickhouse, tenant, all, options.patience * 1_000);
    await untilRestated(context, stack, options.patience, json === true);
    tell({ letters: await forgetLetters(kafka, topics.dlq, tenant, all) });
    return EXIT.ok;
  } finally {
    await stack.close();
  }
}

async function eraseInLog(context: Context, options: LogOptions): Promise<number> {
  const { output } = context;
  const { dryRun, json, patience } = options;
  const stack = await openStack(context, 'tally-erase-log');
  const waits = setTimeout(
    () => output.say('Another "tally erase log" is at work: this one waits for it.'),
    SAID_AFTER_MS,
  );
  try {
    // Two at once would write the log anew twice.
    return await stack.clickhouse.alone(`tally-erase-log-${stack.clickhouse.database}`, async () => {
      clearTimeout(waits);
      const planned = await planForgetting(stack);
      const { dropped, copied } = planned.rewrite;
      if (!json) output.print(plannedText(planned));
      const question = `Write ${count(copied)} messages once more, and delete all before them?`;
      const may = !dryRun && (await mayErase(context, options, dropped, question));
      const again = may ? await forgetInLog(stack, planned, patience * 1_000) : 0;
      if (json) output.json({ dry_run: dryRun === true, dropped, copied, done: may, again });
      else if (may && dropped > 0)
        output.print(
          `Done. Kafka deletes the files of those before when their segments are closed.${again === 0 ? '' : ` Meanwhile ${count(again)} were told again: do it once more.`}`,
        );
      return may || dryRun ? EXIT.ok : EXIT.failure;
    });
  } finally {
    clearTimeout(waits);
    await stack.close();
  }
}

const SAID_AFTER_MS = 2_000;

function plannedText({ erased, rewrite: { to, dropped, copied, copiedBytes } }: Forgetting): string {
  const who = `Of ${count(erased.size)} who are erased the log says`;
  if (dropped === 0) return `${who} nothing.`;
  const room = `${(copiedBytes / 1_000_000).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
  return `${who} something in ${count(dropped)} messages of ${count(to.size)} partitions: they are to be taken out, and ${count(copied)} that are kept (${room}) written once more.`;
}

/** Sends with TALLY_API_KEY, else with a kept key of the tenant that may erase. */
function senderFor(context: Context, tenant: string) {
  const settings = loadSettings(clientSettings, context.env);
  const key = settings.apiKey ?? findCredential(dataDirOf(settings.dataDir), tenant, 'erase')?.key;
  if (!key)
    throw new Failure(
      `There is no API key that may erase for "${tenant}": make one with "tally keys create --tenant ${tenant} --scopes erase", or set TALLY_API_KEY.`,
    );
  const ingest = { name: 'The ingest service', url: settings.ingestUrl, setting: 'TALLY_INGEST_URL', key };
  return { send: createSender(ingest, { tenant }), keyId: keyIdOf(key) };
}

function knownText({ own, naming, rows }: Known, open: readonly Subject[], linked: boolean): string {
  const [ofOwn, ofNaming, ofOpen] = [countsOf(own), countsOf(naming), countsOf(open)];
  const kinds = ERASABLE.filter((entity) => ofOwn[entity] || ofNaming[entity]);
  return table(
    [
      { title: 'kind' },
      { title: 'known', align: 'right' },
      { title: 'event rows', align: 'right' },
      { title: 'is to be' },
    ],
    kinds.map((entity) => {
      const isKept = ofOwn[entity] === undefined && !linked;
      const becomes = isKept ? 'kept, with the id' : ofOpen[entity] ? 'erased' : 'erased already';
      return [
        plain(entity),
        count(ofOwn[entity] ?? ofNaming[entity] ?? 0),
        count(rows.get(entity) ?? 0),
        entity === 'rep' && !isKept ? `${becomes} (the name)` : becomes,
      ];
    }),
  );
}

/** Whether somebody has said so, beforehand or at a terminal. */
async function mayErase(
  { output }: Context,
  { yes, json }: LogOptions,
  n: number,
  question: string,
): Promise<boolean> {
  if (yes || n === 0) return true;
  if (json || process.stdin.isTTY !== true) {
    output.say('Nothing is erased without being told to: --yes does.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
