import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { keysFileIn } from '../credentials.js';
import { simulatorStateIn } from './data-dir.js';
import type { Ports } from './ports.js';
import type { ServiceSpec } from './supervise.js';

/** The tenant of the demo: the simulated company, and what the wallboard shows without a key. */
export const DEMO_TENANT = 'demo';

export interface Simulation {
  lively: boolean;
  /** Events a second once it is live. */
  rate?: number | undefined;
  historyDays?: number | undefined;
  misbehave: boolean;
}

export interface ServicesPlan {
  workspace: string;
  dataDir: string;
  ports: Ports;
  kafkaBrokers: string;
  clickhouseUrl: string;
  clickhouseUser: string;
  clickhousePassword: string;
  /** With which the simulator sends its events; null: no simulator. */
  simulatorKey: string | null;
  simulation: Simulation;
  /** What the services inherit. */
  env: Record<string, string | undefined>;
}

/**
 * The services of one machine, in the order in which they start; they stop in the reverse one. What an option says goes
 * before what the environment says; of what neither says the service has a default.
 */
export function servicesOf(plan: ServicesPlan): ServiceSpec[] {
  const { ports, simulation } = plan;
  const shared = {
    ...plan.env,
    TALLY_KAFKA_BROKERS: plan.kafkaBrokers,
    TALLY_CLICKHOUSE_URL: plan.clickhouseUrl,
    TALLY_CLICKHOUSE_USER: plan.clickhouseUser,
    TALLY_CLICKHOUSE_PASSWORD: plan.clickhousePassword,
    TALLY_API_KEYS_FILE: keysFileIn(plan.dataDir),
  };
  const service = (
    name: 'query' | 'ingest' | 'processor' | 'alerts' | 'simulator',
    env: Record<string, string | undefined>,
  ) => ({
    name,
    main: builtMain(plan.workspace, name),
    env: { ...shared, [`TALLY_${name.toUpperCase()}_PORT`]: String(ports[name]), ...env },
    healthUrl: `http://127.0.0.1:${ports[name]}/healthz`,
  });
  const anonymousTenant = plan.env.TALLY_ANONYMOUS_TENANT || DEMO_TENANT;
  const services = [
    service('query', {
      TALLY_ANONYMOUS_TENANT: anonymousTenant,
      TALLY_ALERTS_URL: `http://127.0.0.1:${ports.alerts}`,
    }),
    service('processor', {}),
    service('ingest', {}),
    service('alerts', {
      TALLY_ANONYMOUS_TENANT: anonymousTenant,
      TALLY_ANONYMOUS_ACKNOWLEDGES: plan.env.TALLY_ANONYMOUS_ACKNOWLEDGES || 'true',
      TALLY_ALERT_READY_RULES: plan.env.TALLY_ALERT_READY_RULES ?? DEMO_TENANT,
      TALLY_ALERT_PAGE_URL: plan.env.TALLY_ALERT_PAGE_URL || `http://localhost:${ports.query}`,
    }),
  ];
  if (plan.simulatorKey === null) return services;
  const simulator = service('simulator', {
    TALLY_INGEST_URL: `http://127.0.0.1:${ports.ingest}`,
    TALLY_API_KEY: plan.simulatorKey,
    TALLY_SIMULATOR_STATE: simulatorStateIn(plan.dataDir),
    ...(simulation.lively ? { TALLY_SIMULATOR_LIVELY: 'true' } : {}),
    ...(simulation.misbehave ? { TALLY_SIMULATOR_MISBEHAVE: 'true' } : {}),
    ...(simulation.rate === undefined ? {} : { TALLY_SIMULATOR_RATE: String(simulation.rate) }),
    ...(simulation.historyDays === undefined
      ? {}
      : { TALLY_SIMULATOR_HISTORY_DAYS: String(simulation.historyDays) }),
  });
  return [...services, simulator];
}

function builtMain(workspace: string, name: string): string {
  const main = join(workspace, 'services', name, 'dist', 'main.js');
  if (!existsSync(main))
    throw new Failure(
      `The ${name} service is not built: run "npm start", which builds everything, or "npm run build".`,
    );
  return main;
}
