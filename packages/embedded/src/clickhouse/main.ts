import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepareDataDir } from './data-dir.js';
import { startEngine } from './engine.js';
import { cancelQueriesOfGoneClients } from './gone-clients.js';
import { duplicate, loadEngineLibrary } from './native.js';
import type { ReadyMessage } from './ready-message.js';
import { shutDown } from './shut-down.js';
import { runStatement } from './statement.js';

/**
 * The process of the embedded ClickHouse: `main.js --data-dir <directory> [--host 127.0.0.1] [--port 8123]`.
 *
 * Started with an IPC channel it sends one `ReadyMessage`, and shuts down when the channel closes, that is
 * also when its parent was killed. SIGTERM shuts it down too; SIGINT only when nobody supervises it, since
 * Ctrl-C reaches parent and child alike and the parent may still want to write.
 */
const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8123' },
  },
});
const dataDir = values['data-dir'];
if (dataDir === undefined) throw new Error('--data-dir is missing: name the directory that keeps the data.');

const supervised = process.send !== undefined;
const configFile = prepareDataDir(dataDir);
const engine = startEngine({ dataDir, configFile, host: values.host, port: Number(values.port) });
engine.ended.then(() => process.exit(stopping ? 0 : 1));

const { port, version } = await engine.listening;
const url = `http://${values.host.includes(':') ? `[${values.host}]` : values.host}:${port}`;
const stopWatching = cancelQueriesOfGoneClients(port, (statement) => runStatement(url, statement));

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  stopWatching();
  await shutDown(engine, { url, port });
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', () => (supervised ? undefined : stop()));
process.on('disconnect', stop);
// Whoever read the output may be gone; that is no reason to fail while shutting down.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.stdout.write(`Embedded ClickHouse ${version} on ${url}, user "default" without a password.\n`);
process.send?.({ port, url } satisfies ReadyMessage);
if (supervised && !process.connected) await stop();
