import { closeSync, read, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { loadEngineLibrary, openPipe, runClickHouseLocal } from './native.js';

export interface Engine {
  /** The engine listens: its port and its version, for example `26.7.2.1`. Rejects if it ended before. */
  listening: Promise<{ port: number; version: string }>;
  /** The engine has shut down, or could not start and has said why on stderr. */
  ended: Promise<void>;
  /** Runs `lastWords`, then shuts down: background work ends, tables are closed, `ended` settles. */
  release(lastWords: string): void;
}

/**
 * Starts ClickHouse with its own HTTP server inside this process, on a thread of its own.
 *
 * `clickhouse local` runs the scripts it is given and then shuts down. The first script starts the HTTP
 * server and reports its port; the second is a pipe, and the engine waits for the end of it, and serves,
 * until `release` closes the pipe.
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
  const script = openPipe();
  const hold = openPipe();
  const report = openPipe();
  writeSync(
    script.writeFd,
    `SYSTEM START LISTEN HTTP;
    INSERT INTO FUNCTION file('/dev/fd/${report.writeFd}', 'TSV', 'port UInt16, version String')
    SELECT getServerPort('http_port'), version();`,
  );
  closeSync(script.writeFd);
  const ran = runClickHouseLocal([
    'clickhouse-local',
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
  return { listening: readReport(report.readFd), ended, release };
}

async function readReport(fd: number): Promise<{ port: number; version: string }> {
  const { bytesRead, buffer } = await promisify(read)(fd, Buffer.alloc(256), 0, 256, null);
  closeSync(fd);
  if (bytesRead === 0) throw new Error('The engine ended before it listened.');
  const [port, version] = buffer.toString('utf8', 0, bytesRead).trim().split('\t');
  return { port: Number(port), version: version ?? '' };
}
