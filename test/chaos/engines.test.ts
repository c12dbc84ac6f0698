import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningClickHouse, startClickHouse } from '@tallyboard/embedded/clickhouse';
import { type RunningKafka, startKafka } from '@tallyboard/embedded/kafka';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChaoticCompany, startCompany } from './company.js';

/** Before and after each kill. */
const EVENTS = 3_000;

let dir: string;
let kafka: RunningKafka;
let clickhouse: RunningClickHouse;
let company: ChaoticCompany;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tally-chaos-engines-'));
  [kafka, clickhouse] = await Promise.all([
    startKafka({ dataDir: join(dir, 'kafka') }),
    startClickHouse({ password: testUser.password, dataDir: join(dir, 'clickhouse') }),
  ]);
  company = await startCompany({
    brokers: kafka.brokers,
    clickhouseUrl: clickhouse.url,
    database: 'chaos',
    topicPrefix: '',
  });
});
afterAll(async () => {
  await company.stop();
  await Promise.all([kafka.stop(), clickhouse.stop()]);
  await rm(dir, { recursive: true, force: true });
});

/** The embedded engines of the test's own: also when the test run itself uses containers. */
describe('with Kafka and ClickHouse killed by -9 while a misbehaving company streams', () => {
  it('nothing is lost, and every cell is right', { timeout: 420_000 }, async () => {
    await company.daysBegin();
    process.kill(clickhouse.pid, 'SIGKILL');
    clickhouse = await startClickHouse({
      password: testUser.password,
      dataDir: join(dir, 'clickhouse'),
      port: clickhouse.port,
    });

    await company.logGrows(EVENTS);
    process.kill(kafka.pid, 'SIGKILL');
    kafka = await startKafka({ dataDir: join(dir, 'kafka'), port: kafka.port });

    await company.logGrows(EVENTS);
    await company.comeToRest();
    const { done, logged } = await company.ledger();
    expect([...done].filter((id) => !logged.has(id))).toEqual([]);
    const { code, stdout, stderr } = await company.tally('verify', '--json');
    expect({ code, stderr, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      wrong_cells: 0,
      moving_cells: 0,
    });
  });
});
