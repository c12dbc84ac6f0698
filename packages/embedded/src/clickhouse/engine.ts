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
  /** The engine listens: its port and its version, for example `26.7.2.1`. Pending for ever if it cannot. */
  listening: Promise<{ port: number; version: string }>;
  /** The engine has shut down, or could not start and has said why on stderr. */
  ended: Promise<void>;
  /** Runs `lastWords`, then shuts down: background work ends, tables are closed, `ended` settles. */
  release(lastWords: string): void;
  /** Writes a line to what stdout was before the engine started. */
  print(line: string): void;
}

/**
 * Starts ClickHouse with its own HTTP server inside this process, on a thread of its own.
 *
 * `clickhouse local` runs the scripts it is given and then shuts down. The first script starts the HTTP
 * server and reports its port; the second is a pipe, and the engine waits for the end of it, and serves,
 * until `release` closes the pipe.
 *
 * It has to take itself for an interactive session: otherwise it installs an error handler that ends the
 * whole process when any connection fails, and a client that resets its connection is enough. So its stdin
 * is a terminal while it starts. Its chatter on stdout goes nowhere.
 *
 * @param port 0 lets the system choose.
 */
export function startEngine(options: {
  dataDir: string;
  configFile: string;
  host: string;
  port: number;
}): Engine {
  loadEngineLibrary();
  const terminal = attachTerminal(0);
  const stdout = duplicate(1);
  redirect(1, '/dev/null', constants.O_WRONLY);
  const script = openPipe();
  const hold = openPipe();
  const report = openPipe();
  writeSync(script.writeFd, startScript(report.writeFd));
  closeSync(script.writeFd);
  const ran = runClickHouseLocal([
    'clickhouse-local',
    '--interactive',
    '--disable_suggestion',
    '--progress=off',
    '--progress-table=off',
    '--history_file=/dev/null',
    `--config-file=${options.configFile}`,
    `--path=${options.dataDir}`,
    `--listen_host=${options.host}`,
    `--http_port=${options.port}`,
    '--queries-file',
    `/dev/fd/${script.readFd}`,
    `/dev/fd/${hold.readFd}`,
  ]);
  // The end of the report unblocks whoever still reads it: Node waits for that thread when it exits.
  const ended = ran.finally(() => closeSync(report.writeFd));
  const release = (lastWords: string) => {
    writeSync(hold.writeFd, lastWords);
    closeSync(hold.writeFd);
  };
  const print = (line: string) => {
    writeSync(stdout, `${line}\n`);
  };
  return { listening: readReport(report.readFd, () => closeSync(terminal)), ended, release, print };
}

/** Reports one line when the engine has been initialized and one, with the port, when it listens. */
function startScript(reportFd: number): string {
  const report = `INSERT INTO FUNCTION file('/dev/fd/${reportFd}', 'TSV', 'port UInt16, version String')`;
  return `${report} SELECT 0, version();
    SYSTEM START LISTEN HTTP;
    ${report} SELECT getServerPort('http_port'), version();`;
}

/**
 * @param initialized called when the engine no longer needs its terminal. Without one it ends when its
 * scripts have ended or failed, instead of waiting for someone to type.
 */
function readReport(fd: number, initialized: () => void): Engine['listening'] {
  return new Promise((settle) => {
    createInterface({ input: createReadStream('', { fd }) }).on('line', (line) => {
      const [port, version] = line.split('\t');
      if (port === '0') initialized();
      else settle({ port: Number(port), version: version ?? '' });
    });
  });
}
