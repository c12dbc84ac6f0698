import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareDataDir } from './data-dir.js';
import { startEngine } from './engine.js';
import { cancelQueriesOfGoneClients } from './gone-clients.js';
import { passwordVariable, type ReadyMessage } from './ready-message.js';
import { shutDown } from './shut-down.js';
import { runStatement } from './statement.js';
import { ownUser, servicesUser, sha256 } from './users.js';

/**
 * The process of the embedded ClickHouse:
 * `main.js --data-dir <directory> [--host 127.0.0.1] [--port 8123] [--native-port 9000] [--readable tally]`,
 * with the hash of the services' password in the environment (`passwordVariable`), which other users cannot see.
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
    'native-port': { type: 'string' },
    readable: { type: 'string' },
  },
});
const { host, 'data-dir': dataDir } = values;
if (dataDir === undefined) throw new Error('--data-dir is missing: name the directory that keeps the data.');
const passwordSha256 = process.env[passwordVariable];
if (passwordSha256 === undefined)
  throw new Error(`${passwordVariable} is missing: start it by startClickHouse.`);

// Node cannot end by itself while the engine's threads run: it would wait for them for ever.
process.on('uncaughtException', (error) => {
  console.error(error);
  process.kill(process.pid, 'SIGKILL');
});

const supervised = process.send !== undefined;
// The parent has gone while Node loaded this file: nobody will hear of it again.
if (supervised && !process.connected) process.exit(0);
// What the engine writes, it writes for its owner alone.
process.umask(0o077);
const password = randomBytes(24).toString('base64url');
const native = values['native-port'];
const configFile = prepareDataDir(dataDir, {
  access: { passwordSha256, ownPasswordSha256: sha256(password), readableDatabase: values.readable },
  nativePort: native === undefined ? undefined : Number(native),
});
const engine = startEngine({
  dataDir,
  configFile,
  host,
  port: Number(values.port),
  native: native !== undefined,
  beforeListening: standNowhere(dataDir),
});
const address = engine.listening.then(({ port, nativePort }) => {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const own = { url, user: ownUser, password };
  return {
    own,
    port,
    nativePort,
    stopWatching: cancelQueriesOfGoneClients(port, (sql) => runStatement(own, sql)),
  };
});

/** Longer than a parent waits: it counts only when there is none left. */
const killAfterMs = 30_000;

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), killAfterMs).unref();
  const { own, port, nativePort, stopWatching } = await address;
  stopWatching();
  const ports = nativePort === undefined ? [port] : [port, nativePort];
  await shutDown(engine, { own, ports, standSomewhere: () => process.chdir(dataDir as string) });
}
process.on('SIGTERM', stop);
process.on('disconnect', stop);
engine.ended.then(() => process.exit(stopping ? 0 : 1));

const {
  own: { url },
  port,
  nativePort,
} = await address;
const { version } = await engine.listening;
// Not earlier: the engine has a handler of its own, whose second Ctrl-C ends the process at once.
process.on('SIGINT', () => (supervised ? undefined : stop()));
engine.print(
  `Embedded ClickHouse ${version} on ${url}: the user "${servicesUser}" with its password, "default" without one to read.`,
);
process.send?.({ url, port, nativePort } satisfies ReadyMessage, () => {});

/**
 * Moves the process into an empty directory, and returns what removes it under its feet.
 *
 * `clickhouse local` lets everyone read every file by the function `file()`, which no grant governs and which
 * says that a path is relative to the working directory. It asks for that directory first, whatever the path:
 * when there is none, it fails, and so does all else that opens files by a path of the caller's. The engine
 * itself wants a working directory only while it starts; its own paths are absolute.
 */
function standNowhere(dataDir: string): () => void {
  const nowhere = mkdtempSync(join(dataDir, 'nowhere-'));
  process.chdir(nowhere);
  return () => rmdirSync(nowhere);
}
