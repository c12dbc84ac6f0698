import { closeSync, constants, createReadStream, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  attachTerminal,
  duplicate,
  loadEngineLibrary,
  openPipe,
  redirect,
  runClickHouseLocal,
} from './native.js';

export interface Engine {
  /** The engine listens: its ports and its version, for example `26.7.2.1`. Pending for ever if it cannot; see `ended`. */
  listening: Promise<{ port: number; nativePort?: number; version: string }>;
  /** The engine has shut down, or could not start and has said why on stderr. */
  ended: Promise<void>;
  /** Runs `lastWords`, then shuts down: background work ends, tables are closed, `ended` settles. */
  release(lastWords: string): void;
  /** Writes a line to what stdout was before the engine started, if anyone still reads it. */
  print(line: string): void;
}

/**
 * Starts ClickHouse with its own HTTP server inside this process, on a thread of its own.
 *
 * `clickhouse local` runs the scripts it is given and then shuts down. The first reports that it has started;
 * the second, which it gets when what it must not find any more is gone, starts the HTTP server and reports its
 * port; the last is a pipe, and the engine waits for the end of it, and serves, until `release` closes the
 * pipe. A script that fails ends there, and the engine goes on with the next one: so the one between them
 * reports that the second has ended, and when that left no server, the pipe is closed.
 *
 * A report is a SELECT INTO OUTFILE: scripts may write files so, the network may not, and no grant is needed.
 *
 * It has to take itself for an interactive session: otherwise it installs an error handler that ends the
 * whole process when any connection fails, and a client that resets its connection is enough. So its stdin
 * is a terminal while it starts. Its chatter on stdout goes nowhere.
 *
 * @param options.port 0 lets the system choose.
 * @param options.native whether it listens for ClickHouse's own protocol too, on the port of its configuration.
 * @param options.beforeListening called when the engine has started and nobody can reach it yet.
 */
export function startEngine(options: {
  dataDir: string;
  configFile: string;
  host: string;
  port: number;
  native: boolean;
  beforeListening: () => void;
}): Engine {
  loadEngineLibrary();
  const terminal = attachTerminal(0);
  const stdout = duplicate(1);
  redirect(1, '/dev/null', constants.O_WRONLY);
  const hold = openPipe();
  const report = openPipe();
  const listen = openPipe();
  const started = filledPipe(reporting(report.writeFd, 'initialized'));
  const listened = filledPipe(reporting(report.writeFd, 'listened'));
  const ran = runClickHouseLocal([
    'clickhouse-local',
    '--interactive',
    '--disable_suggestion',
    // What a server answers in when nobody says; `clickhouse local` calls the same format TSV.
    '--output-format=TabSeparated',
    '--progress=off',
    '--progress-table=off',
    '--history_file=/dev/null',
    `--config-file=${options.configFile}`,
    `--path=${options.dataDir}`,
    `--listen_host=${options.host}`,
    `--http_port=${options.port}`,
    // Of the scripts, which run as the user "default"; over the network its profile decides.
    '--readonly=0',
    '--queries-file',
    ...[started, listen.readFd, listened, hold.readFd].map((fd) => `/dev/fd/${fd}`),
  ]);
  // The end of the report unblocks whoever still reads it: Node waits for that thread when it exits.
  const ended = ran.finally(() => closeSync(report.writeFd));
  const release = (lastWords: string) => {
    writeSync(hold.writeFd, lastWords);
    closeSync(hold.writeFd);
  };
  const print = (line: string) => {
    try {
      writeSync(stdout, `${line}\n`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    }
  };
  const listening = readReport(report.readFd, {
    initialized: () => {
      closeSync(terminal);
      options.beforeListening();
      writeSync(listen.writeFd, listenScript(report.writeFd, options.native));
      closeSync(listen.writeFd);
    },
    failed: () => closeSync(hold.writeFd),
  });
  return { listening, ended, release, print };
}

/** The end to read from of a pipe that holds `text`, which must be shorter than a pipe's buffer. */
function filledPipe(text: string): number {
  const { readFd, writeFd } = openPipe();
  writeSync(writeFd, text);
  closeSync(writeFd);
  return readFd;
}

const reporting = (reportFd: number, stage: string, ports = '0, 0') =>
  `SELECT '${stage}', version(), ${ports} INTO OUTFILE '/dev/fd/${reportFd}' APPEND FORMAT TSV;`;

const listenScript = (reportFd: number, native: boolean) => `
  ${native ? 'SYSTEM START LISTEN TCP;' : ''}
  SYSTEM START LISTEN HTTP;
  ${reporting(reportFd, 'listening', `getServerPort('http_port'), ${native ? "getServerPort('tcp_port')" : '0'}`)}`;

/**
 * @param react.initialized called when the engine no longer needs its terminal. Without one it ends when its
 * scripts have ended, instead of waiting for someone to type.
 * @param react.failed called when the engine cannot listen.
 */
function readReport(fd: number, react: { initialized: () => void; failed: () => void }): Engine['listening'] {
  return new Promise((settle) => {
    let listens = false;
    createInterface({ input: createReadStream('', { fd }) }).on('line', (line) => {
      const [stage, version, port, nativePort] = line.split('\t');
      if (stage === 'initialized') react.initialized();
      else if (stage === 'listening') {
        listens = true;
        const native = nativePort === '0' ? {} : { nativePort: Number(nativePort) };
        settle({ port: Number(port), version: version ?? '', ...native });
      } else if (!listens) react.failed();
    });
  });
}
