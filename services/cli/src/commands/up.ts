import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka } from '@tallyboard/kafka/connect';
import { ensureTopics } from '@tallyboard/kafka/topics';
import { clickhouseSettings, kafkaSettings, loadSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { dataDirIn, dataDirOf, dataDirSettings, WORKSPACE } from '../settings.js';
import { beginAnew, freshLog, logsIn, prepareDataDir } from '../up/data-dir.js';
import { startEngines } from '../up/engines.js';
import { firstKeys } from '../up/first-keys.js';
import { historyProgress } from '../up/history-progress.js';
import { type Ports, portSettings, requireFreePorts, wantedPorts } from '../up/ports.js';
import { occupy } from '../up/running.js';
import { sayOnce } from '../up/say-once.js';
import { createServiceLog } from '../up/service-log.js';
import { type Simulation, servicesOf } from '../up/services.js';
import { readStack, writeStack } from '../up/stack-file.js';
import { supervise } from '../up/supervise.js';
import { untilAskedToStop } from '../up/until-asked-to-stop.js';
import { wholeNumber } from '../whole-number.js';

interface UpOptions {
  fresh?: boolean;
  lively?: boolean;
  rate?: number;
  historyDays?: number;
  misbehave?: boolean;
  simulator: boolean;
  dataDir?: string;
  json?: boolean;
}

export function addUp(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('up')
    .description('run everything on this machine: Kafka, ClickHouse, the services and a simulated company')
    .option('--fresh', 'remove the data of earlier runs first')
    .option('--lively', 'a simulated company four times as large: best with --fresh')
    .option(
      '--rate <n>',
      'events a second of the simulated company round the clock, once it is live: far more than in its history',
      numberOf(0, 5_000),
    )
    .option(
      '--history-days <n>',
      'how many days of its past the simulated company writes first',
      wholeNumber(0, 3_650),
    )
    .option('--misbehave', 'the simulator sends duplicates, late, disordered, corrected and deleted events')
    .option('--no-simulator', 'no simulated company: only what is sent or imported')
    .option('--data-dir <path>', 'where data, keys and logs are kept (default: .tally in the workspace)')
    .option('--json', 'print one JSON document when everything is up')
    .addHelpText(
      'after',
      `
Ctrl-C stops everything; the next "tally up" goes on where it stopped.

Examples:
  $ tally up
  $ tally up --fresh --lively
  $ tally up --fresh --history-days 30 --rate 50
  $ tally up --misbehave
  $ tally up --no-simulator --data-dir /tmp/trial`,
    )
    .action(async (options: UpOptions) => exit(await up(context, options)));
}

/** Runs until it is asked to stop; whatever happens, what was started is stopped again in the reverse order. */
async function up(context: Context, options: UpOptions): Promise<number> {
  const { output, env } = context;
  const { topicPrefix } = kafkaSettings;
  const { clickhouseDatabase } = clickhouseSettings;
  const shape = { ...dataDirSettings, ...portSettings, topicPrefix, clickhouseDatabase };
  const settings = loadSettings(shape, env);
  const ports: Ports = settings;
  const dataDir = dataDirOf(options.dataDir ?? settings.dataDir);
  const say = (line: string) => output.say(line);
  const sayRarely = sayOnce(say);
  prepareDataDir(dataDir);
  // Before anything else: --fresh would remove the data that another one is writing.
  const leave = occupy(dataDir);
  const asked = untilAskedToStop(say);
  const stops: { name: string; stop: () => Promise<void> }[] = [];
  const stopAll = async () => {
    for (let each = stops.pop(); each; each = stops.pop()) {
      say(`Stopping ${each.name}…`);
      await each
        .stop()
        .catch((error: unknown) => say(`${each?.name} did not stop cleanly: ${(error as Error).message}`));
    }
  };
  try {
    await start();
    await asked.stop;
    return EXIT.ok;
  } catch (error) {
    if (asked.signal.aborted) return EXIT.ok;
    throw error;
  } finally {
    await stopAll();
    leave();
    asked.release();
    if (asked.signal.aborted) say('Everything has stopped.');
  }

  async function start(): Promise<void> {
    const began = Date.now();
    const wanted = wantedPorts(ports).filter(({ name }) => options.simulator || name !== 'simulator');
    await requireFreePorts(wanted);
    if (options.fresh) beginAnew(dataDir);
    say(`Data, keys and logs: ${dataDir}${options.fresh ? ' (begun anew)' : ''}`);
    say('Starting Kafka and ClickHouse…');
    const engines = await startEngines(dataDir, ports, say, {
      password: readStack(dataDir)?.TALLY_CLICKHOUSE_PASSWORD,
      readableDatabase: settings.clickhouseDatabase,
    });
    stops.push({ name: 'Kafka and ClickHouse', stop: () => engines.stop() });
    asked.signal.throwIfAborted();

    say('Preparing topics and tables…');
    const connection = connectKafka({ brokers: [engines.kafkaBrokers], clientId: 'tally-up' });
    await ensureTopics(connection, settings.topicPrefix);
    const clickhouse = connectClickHouse({
      url: engines.clickhouseUrl,
      user: engines.clickhouseUser,
      password: engines.clickhousePassword,
      database: settings.clickhouseDatabase,
    });
    await migrate(clickhouse).finally(() => clickhouse.close());
    writeStack(dataDir, {
      TALLY_KAFKA_BROKERS: engines.kafkaBrokers,
      TALLY_TOPIC_PREFIX: settings.topicPrefix,
      TALLY_CLICKHOUSE_URL: engines.clickhouseUrl,
      TALLY_CLICKHOUSE_USER: engines.clickhouseUser,
      TALLY_CLICKHOUSE_PASSWORD: engines.clickhousePassword,
      TALLY_CLICKHOUSE_DATABASE: settings.clickhouseDatabase,
      TALLY_QUERY_URL: `http://127.0.0.1:${ports.query}`,
      TALLY_INGEST_URL: `http://127.0.0.1:${ports.ingest}`,
    });
    const sendingKey = firstKeys(dataDir, say);

    const simulation: Simulation = {
      lively: options.lively === true,
      rate: options.rate,
      historyDays: options.historyDays,
      misbehave: options.misbehave === true,
    };
    const services = servicesOf({
      workspace: WORKSPACE,
      dataDir,
      ports,
      kafkaBrokers: engines.kafkaBrokers,
      clickhouseUrl: engines.clickhouseUrl,
      clickhouseUser: engines.clickhouseUser,
      clickhousePassword: engines.clickhousePassword,
      simulatorKey: options.simulator ? sendingKey : null,
      simulation,
      env,
    });
    const pids: Record<string, () => number | undefined> = {};
    for (const spec of services) {
      asked.signal.throwIfAborted();
      say(`Starting ${spec.name}…`);
      const hear = spec.name === 'simulator' ? historyProgress(output) : undefined;
      const log = createServiceLog(spec.name, freshLog(dataDir, spec.name), sayRarely, hear);
      const running = await supervise(spec, { log, say: sayRarely });
      stops.push({ name: spec.name, stop: () => running.stop() });
      pids[spec.name] = running.pid;
    }
    const query = `http://localhost:${ports.query}`;
    const ingest = `http://localhost:${ports.ingest}`;
    if (options.json)
      output.json({
        wallboard: `${query}/`,
        query,
        ingest,
        kafka: engines.kafkaBrokers,
        clickhouse: engines.clickhouseUrl,
        data_dir: dataDir,
        pids: {
          up: process.pid,
          ...Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, pid()])),
        },
      });
    const isFound = dataDir === dataDirIn({});
    const native = ports.clickhouseNative === undefined ? '' : `, native ${engines.clickhouseNativePort}`;
    const again = isFound ? '' : `  export TALLY_DATA_DIR=${shellWord(dataDir)}\n`;
    say(`
Up after ${((Date.now() - began) / 1_000).toFixed(1)} s.

  Wallboard   ${query}/
  API         ${query}/openapi.json
  Ingest      ${ingest}/v1/events
  ClickHouse  ${engines.clickhouseUrl}${native}   Kafka  ${engines.kafkaBrokers}
  Logs        ${logsIn(dataDir)}

Try, in another terminal:
${again}  npx tally query close_rate --period this_month --by office
  npx tally verify
Ctrl-C stops everything.
`);
  }
}

/** As it can be pasted into a shell. */
const shellWord = (text: string): string =>
  /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function numberOf(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It wants a number from ${min} to ${max}.`);
    return value;
  };
}
