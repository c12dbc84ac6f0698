import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../settings.js';
import { type Simulation, servicesOf } from './services.js';

/** The environment of each service. */
function environments(simulation: Simulation, env: Record<string, string> = {}) {
  const services = servicesOf({
    workspace: WORKSPACE,
    dataDir: '/data',
    ports: {
      query: 1,
      ingest: 2,
      processor: 3,
      simulator: 4,
      alerts: 7,
      kafka: 5,
      clickhouse: 6,
      clickhouseNative: undefined,
    },
    kafkaBrokers: '127.0.0.1:5',
    clickhouseUrl: 'http://127.0.0.1:6',
    clickhouseUser: 'tally',
    clickhousePassword: 'secret',
    simulatorKey: 'key',
    simulation,
    env,
  });
  return Object.fromEntries(services.map(({ name, env: of }) => [name, of]));
}

describe('the services of tally up', () => {
  it('take settings from the environment, also where tally up has an option or a tenant of its own', () => {
    const { query, simulator } = environments(
      { lively: false, misbehave: false },
      {
        TALLY_ANONYMOUS_TENANT: 'acme',
        TALLY_SIMULATOR_LIVELY: 'true',
        TALLY_SIMULATOR_MISBEHAVE: 'late=0.1',
        TALLY_SIMULATOR_RATE: '3',
        TALLY_SIMULATOR_HISTORY_DAYS: '2',
      },
    );
    expect(query).toMatchObject({ TALLY_ANONYMOUS_TENANT: 'acme' });
    expect(simulator).toMatchObject({
      TALLY_SIMULATOR_LIVELY: 'true',
      TALLY_SIMULATOR_MISBEHAVE: 'late=0.1',
      TALLY_SIMULATOR_RATE: '3',
      TALLY_SIMULATOR_HISTORY_DAYS: '2',
    });
  });

  it('follow the options before that', () => {
    const { query, simulator } = environments(
      { lively: true, misbehave: true, rate: 7, historyDays: 1 },
      { TALLY_SIMULATOR_MISBEHAVE: 'false', TALLY_SIMULATOR_RATE: '3' },
    );
    expect(query).toMatchObject({ TALLY_ANONYMOUS_TENANT: 'demo' });
    expect(simulator).toMatchObject({
      TALLY_SIMULATOR_LIVELY: 'true',
      TALLY_SIMULATOR_MISBEHAVE: 'true',
      TALLY_SIMULATOR_RATE: '7',
      TALLY_SIMULATOR_HISTORY_DAYS: '1',
    });
  });
});
