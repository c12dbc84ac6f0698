import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { createOracle } from '@tallyboard/domain/oracle';
import { FACTS } from '@tallyboard/facts/facts';
import { committedOffsets, endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import { connectKafka } from '@tallyboard/kafka/connect';
import { topicNames } from '@tallyboard/kafka/topics';
import { clickhouseSettings, kafkaSettings, loadSettings, logSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { count, createProgress } from '../terminal/progress.js';
import { type Offsetting, untilCaughtUp } from '../verify/caught-up.js';
import { createLogReader, type LogReader } from '../verify/log.js';
import { type Proof, prove } from '../verify/prove.js';
import { describeProof, proofAsJson } from '../verify/report.js';
import { storedCells } from '../verify/stored-cells.js';

interface VerifyOptions {
  patience: number;
  rounds: number;
  json?: boolean;
}

export function addVerify(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('verify')
    .description('prove every stored number: replay the log by an independent path and compare every cell')
    .option(
      '--patience <seconds>',
      'how long the pipeline may stand still before it is given up',
      positive,
      60,
    )
    .option(
      '--rounds <n>',
      'how often cells are looked at again while events for them keep coming',
      positive,
      20,
    )
    .option('--json', 'print the proof as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 every cell is right, 3 some are wrong, 1 it could not be told (one sentence says why).

Examples:
  $ tally verify
  $ tally verify --json | jq .wrong_cells
  $ TALLY_KAFKA_BROKERS=kafka:9092 TALLY_CLICKHOUSE_URL=http://clickhouse:8123 tally verify`,
    )
    .action(async (options: VerifyOptions) => exit(await verify(context, options)));
}

async function verify(context: Context, options: VerifyOptions): Promise<number> {
  const { output } = context;
  const settings = loadSettings({ ...logSettings, ...kafkaSettings, ...clickhouseSettings }, context.env);
  const topics = topicNames(settings.topicPrefix);
  const kafka = connectKafka({ brokers: settings.kafkaBrokers, clientId: 'tally-verify' });
  const clickhouse = connectClickHouse({
    url: settings.clickhouseUrl,
    user: settings.clickhouseUser,
    password: settings.clickhousePassword,
    database: settings.clickhouseDatabase,
  });
  const offsets: Offsetting = {
    ends: (topic) => endOffsets(kafka, topic),
    starts: (topic) => startOffsets(kafka, topic),
    committed: (group, topic) => committedOffsets(kafka, group, topic),
  };
  const pipeline = {
    events: topics.events,
    cells: topics.cells,
    projector: `${settings.topicPrefix}tally-projector`,
    aggregator: `${settings.topicPrefix}tally-aggregator`,
  };
  const quiet = options.json === true;
  const began = Date.now();
  try {
    // Before minutes are spent on the log.
    await clickhouse.command('EXISTS TABLE migrations');
    const oracle = createOracle();
    const log = await createLogReader(kafka, topics.events, oracle);
    let round = 0;
    const proof = await prove(
      {
        facts: FACTS,
        proven: () => oracle.cells(),
        stored: (fact, only) => storedCells(clickhouse, fact, only),
        async advance() {
          round += 1;
          const silent = quiet || round > 1;
          const { to, messages } = await log.ahead();
          const reading = createProgress(output, 'Replaying the log', { quiet: silent });
          const replayed = log
            .readTo(to, (read) => reading.update(read, messages, `${count(read)} messages`))
            .then(() => reading.finish(`${count(messages)} messages`));
          // The shorter the while between the end of the log and the look at the cells, the fewer of them have moved.
          if (round === 1) await replayed;
          const waiting = createProgress(output, 'Waiting for the pipeline', { quiet: silent });
          const caughtUp = untilCaughtUp(offsets, pipeline, to, {
            patienceMs: options.patience * 1_000,
            onProgress: (stage, behind) => waiting.update(behind, 0, `messages ahead of the ${stage}`),
          });
          await Promise.all([replayed, caughtUp]);
          waiting.finish('caught up');
        },
      },
      {
        rounds: options.rounds,
        ...comparing(context, quiet),
      },
    );
    return report(context, proof, log, { quiet, ms: Date.now() - began });
  } finally {
    await clickhouse.close();
  }
}

function comparing({ output }: Context, quiet: boolean) {
  const progress = createProgress(output, 'Comparing', { quiet });
  return {
    onCompared: (fact: string, cells: number) => progress.update(cells, 0, `${fact} cells`),
    onRound(round: number, mismatching: number) {
      if (!quiet)
        output.say(
          `Looking at ${count(mismatching)} cells again (round ${round}): events for them may have arrived meanwhile.`,
        );
    },
  };
}

function report(
  { output }: Context,
  proof: Proof,
  log: LogReader,
  { quiet, ms }: { quiet: boolean; ms: number },
): number {
  const read = log.read();
  if (quiet) output.json(proofAsJson(proof, read, ms));
  else for (const line of describeProof(proof, read, ms)) output.print(line);
  if (proof.wrong.length > 0) return EXIT.drift;
  return proof.moving.length > 0 ? EXIT.failure : EXIT.ok;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It wants a whole number from 1 on.');
  return value;
}
