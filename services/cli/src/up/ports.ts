import { createConnection, createServer } from 'node:net';
import { Failure } from '@tallyboard/runtime/failure';
import { type Settings, setting } from '@tallyboard/runtime/settings';

const HOST = '127.0.0.1';

const port = (name: string, number: number, doc: string) => setting.port(name, { default: number, doc });

/** Everything that `tally up` listens on; on what is not set, it does not. */
export const portSettings = {
  query: port('TALLY_QUERY_PORT', 3000, 'Port of the query service and the wallboard'),
  ingest: port('TALLY_INGEST_PORT', 3001, 'Port of the ingest service'),
  processor: port('TALLY_PROCESSOR_PORT', 3002, 'Port of the health and Prometheus metrics of the processor'),
  simulator: port('TALLY_SIMULATOR_PORT', 3003, 'Port of the health and Prometheus metrics of the simulator'),
  alerts: port('TALLY_ALERTS_PORT', 3004, 'Port of the alerts service'),
  kafka: port('TALLY_KAFKA_PORT', 9092, 'Port of the embedded Kafka'),
  clickhouse: port('TALLY_CLICKHOUSE_PORT', 8123, 'Port of the embedded ClickHouse'),
  clickhouseNative: setting.port('TALLY_CLICKHOUSE_NATIVE_PORT', {
    optional: true,
    doc: "Port of the embedded ClickHouse's own protocol, which it does not speak otherwise",
  }),
};

export type PortName = keyof typeof portSettings;
export type Ports = Settings<typeof portSettings>;

export interface WantedPort {
  name: PortName;
  port: number;
}

/** The ports that are listened on. */
export const wantedPorts = (ports: Ports): WantedPort[] =>
  (Object.keys(portSettings) as PortName[]).flatMap((name) => {
    const port = ports[name];
    return port === undefined ? [] : [{ name, port }];
  });

/** Throws one Failure that names every port that is taken, before anything has been started. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const any = wanted.find(({ name, port }) => port === 0 && name !== 'clickhouseNative');
  if (any)
    throw new Failure(
      `${portSettings[any.name].name} is 0, but "tally up" has to know every port beforehand: give it a number from 1 to 65535.`,
    );
  const checked = await Promise.all(
    wanted.map(async ({ name, port }) => ({ name, port, code: await whyNot(port) })),
  );
  const taken = checked.filter(({ code }) => code !== null);
  const twice = wanted.find(({ name, port }) =>
    wanted.some((other) => other.name !== name && other.port === port),
  );
  if (twice)
    throw new Failure(
      `Two settings ask for port ${twice.port}: give ${portSettings[twice.name].name} another.`,
    );
  if (taken.length === 0) return;
  const list = taken.map(({ name, port }) => `${port} (${name})`).join(', ');
  const settings = taken.map(({ name }) => portSettings[name].name).join(', ');
  const why = taken.every(({ code }) => code === 'EADDRINUSE') ? 'taken' : 'not to be had';
  throw new Failure(
    `${taken.length > 1 ? 'Ports' : 'Port'} ${list} on ${HOST} ${taken.length > 1 ? 'are' : 'is'} ${why}: stop what listens there (another "tally up"?), or set ${settings} to ${taken.length > 1 ? 'other ports' : 'another port'}.`,
  );
}

/** Null when the port can be listened on. */
function whyNot(number: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host: HOST, port: number, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Whether somebody listens there now. */
export function answers(number: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: HOST, port: number, timeout: 3_000 });
    const done = (ok: boolean) => {
      socket.destroy();
      resolve(ok);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
