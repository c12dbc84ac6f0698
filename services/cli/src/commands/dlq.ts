import { kafkaAccess } from '@tallyboard/kafka/access';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { type TopicNames, topicNames } from '@tallyboard/kafka/topics';
import { Failure } from '@tallyboard/runtime/failure';
import { kafkaSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import type { Context } from '../command.js';
import {
  letterAsJson,
  letterTable,
  redrivenLine,
  redrivenSummary,
  wholeLetter,
  wholeLetterAsJson,
} from '../dlq/describe.js';
import { type Letter, readLetters } from '../dlq/letters.js';
import { type Redriven, redrive } from '../dlq/redrive.js';
import { EXIT } from '../exit-codes.js';
import { atShard, withShard } from '../shards/at-shard.js';
import { count } from '../terminal/progress.js';
import { wholeNumber } from '../whole-number.js';

interface ListOptions {
  tenant?: string;
  reason?: string;
  waiting?: boolean;
  limit: number;
  json?: boolean;
  shard?: string;
}

export function addDlq(program: Command, context: Context, exit: (code: number) => void): void {
  const dlq = program
    .command('dlq')
    .description('see and send again what could not be processed: the letters of crm.events.dlq');
  withShard(dlq.command('list'))
    .description('list the letters, the newest last')
    .option('--tenant <name>', 'only those whose key is of this tenant')
    .option('--reason <text>', 'only those whose reason has this text in it')
    .option('--waiting', 'only those that were not sent again')
    .option('--limit <n>', 'how many, of the newest', wholeNumber(1, 1_000_000), 50)
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally dlq list
  $ tally dlq list --waiting --reason "not pinned"
  $ tally dlq list --tenant acme --limit 1000 --json`,
    )
    .action(async (options: ListOptions) => exit(await list(atShard(context, options), options)));
  withShard(dlq.command('show'))
    .description('show one letter whole: headers, bytes, and what it says if it can be read now')
    .argument('<offset>', 'as "tally dlq list" shows it', offset)
    .option('--json', 'print it as JSON, its bytes in base64')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tally dlq show 12\n  $ tally dlq show 12 --json | jq -r .value_base64',
    )
    .action(async (offset: number, options: { json?: boolean; shard?: string }) =>
      exit(await show(atShard(context, options), offset, options.json === true)),
    );
  withShard(dlq.command('redrive'))
    .description('send letters that can be read now to crm.events as they were; each is sent once')
    .argument('[offset...]', 'these letters (default: all)', offsets)
    .option('--dry-run', 'say what would be sent, and send nothing')
    .option('--json', 'print what became of each letter as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 every letter is in the log again, 4 some still cannot be read, 1 it could not be done.

Examples:
  $ tally dlq redrive --dry-run
  $ tally dlq redrive
  $ tally dlq redrive 12 15`,
    )
    .action(
      async (offsets: number[] | undefined, options: { dryRun?: boolean; json?: boolean; shard?: string }) =>
        exit(await redriveLetters(atShard(context, options), offsets ?? [], options)),
    );
}

async function list(
  context: Context,
  { tenant, reason, waiting, limit, json }: ListOptions,
): Promise<number> {
  const { kafka, topics } = connect(context);
  let newest: Letter[] = [];
  let found = 0;
  await readLetters(kafka, topics.dlq, (letter) => {
    if (waiting && letter.redriven) return;
    if (reason !== undefined && !letter.reason.includes(reason)) return;
    if (tenant !== undefined && !letter.message.key?.toString().startsWith(`${tenant}/`)) return;
    found += 1;
    newest.push(letter);
    if (newest.length >= 2 * limit) newest = newest.slice(-limit);
  });
  newest = newest.slice(-limit);
  if (json) context.output.json({ found, letters: newest.map(letterAsJson) });
  else if (found === 0) context.output.say(`No such letter in ${topics.dlq}.`);
  else context.output.print(letterTable(newest));
  if (!json && found > newest.length)
    context.output.say(`The newest ${count(newest.length)} of ${count(found)}; --limit shows more.`);
  return EXIT.ok;
}

async function show(context: Context, offset: number, json: boolean): Promise<number> {
  const { kafka, topics } = connect(context);
  let found: Letter | undefined;
  await readLetters(kafka, topics.dlq, (letter) => {
    if (letter.offset === offset) found = letter;
  });
  if (!found) throw noSuchLetter([offset], topics);
  if (json) context.output.json(wholeLetterAsJson(found));
  else context.output.print(wholeLetter(found));
  return EXIT.ok;
}

async function redriveLetters(
  context: Context,
  offsets: readonly number[],
  { dryRun, json }: { dryRun?: boolean; json?: boolean },
): Promise<number> {
  const { output } = context;
  const { kafka, topics } = connect(context);
  const only = offsets.length > 0 ? new Set(offsets) : undefined;
  if (only) await mustBeThere(kafka, topics, only);
  const producer = dryRun ? undefined : await createProducer(kafka);
  const letters: Redriven[] = [];
  const tell = () => {
    if (json) return output.json({ dry_run: dryRun === true, letters });
    for (const letter of letters)
      if (letter.outcome !== 'already') output.print(redrivenLine(letter, dryRun === true));
    output.print(redrivenSummary(letters, topics.events, dryRun === true));
  };
  try {
    await redrive(kafka, topics, { only, producer, onLetter: (letter) => void letters.push(letter) });
  } catch (error) {
    // What is in the log by now is told also when the rest failed.
    if (letters.length > 0) tell();
    throw error;
  } finally {
    await producer?.close();
  }
  tell();
  return letters.some(({ outcome }) => outcome === 'unreadable') ? EXIT.rejects : EXIT.ok;
}

/** Before anything is sent. */
async function mustBeThere(
  kafka: KafkaConnection,
  topics: TopicNames,
  offsets: ReadonlySet<number>,
): Promise<void> {
  const missing = new Set(offsets);
  await readLetters(kafka, topics.dlq, ({ offset }) => void missing.delete(offset));
  if (missing.size > 0) throw noSuchLetter([...missing], topics);
}

const noSuchLetter = (offsets: readonly number[], { dlq }: TopicNames) =>
  new Failure(`There is no letter ${offsets.join(', ')} in ${dlq}: "tally dlq list" shows them.`, {
    exitCode: EXIT.usage,
  });

function connect(context: Context): { kafka: KafkaConnection; topics: TopicNames } {
  const settings = loadSettings({ ...logSettings, ...kafkaSettings }, context.env);
  return {
    kafka: connectKafka({ ...kafkaAccess(settings), clientId: 'tally-dlq' }),
    topics: topicNames(settings.topicPrefix),
  };
}

const offset = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const offsets = (text: string, before: number[] | undefined): number[] => [...(before ?? []), offset(text)];
