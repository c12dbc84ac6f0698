import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Outcome } from '@tallyboard/api/ingest';
import type { Answer } from '@tallyboard/api/query';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { addApiKey, createApiKey } from '@tallyboard/runtime/api-keys';
import { drift } from '@tallyboard/testkit/drift';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Expectation, type ReportedCase, reportedCases } from './reported.js';

/** Cases that events, files and questions can say. */
const CASES = reportedCases().filter(({ needs }) => !needs || needs === 'week_start');

/**
 * What could not be said when a case was reported, and belongs to what happened: that of two companies with a profile each
 * one was merged into the other. Without it there are two profiles.
 */
const SAID_SINCE: Readonly<Record<string, readonly object[]>> = {
  'merged-companies': [
    {
      specversion: '1.0',
      id: '24-6',
      source: 'test',
      type: 'account.removed',
      time: '2026-03-15T09:00:00Z',
      data: { account_id: 'A-2', removed_at: '2026-03-15T09:00:00Z', merged_into: 'A-1' },
    },
  ],
};

const run = promisify(execFile);
const TALLY = join(import.meta.dirname, '../../services/cli/dist/main.js');
const tenantOf = (name: string) => name.slice(0, 60);

const names = isolated();
const topics = topicNames(names.topicPrefix);
let folder: string;
const keys = new Map<string, string>();
const outcomes = new Map<string, Outcome>();
/** Of imports: lines of the last file. */
const rejected = new Map<string, number>();
let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let services: RunningService[] = [];

describe.skipIf(CASES.length === 0)('cases that were reported elsewhere', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tally-cases-'));
    kafka = connectKafka({ brokers: [names.brokers], clientId: 'cases' });
    clickhouse = connectClickHouse({ url: names.clickhouseUrl, ...testUser, database: names.database });
    await ensureTopics(kafka, names.topicPrefix);
    await migrate(clickhouse);
    const file = join(folder, 'keys.json');
    for (const each of CASES) {
      const { key, record } = createApiKey({ tenant: tenantOf(each.case), scopes: ['ingest', 'read'] });
      addApiKey(file, record);
      keys.set(each.case, key);
    }
    const env = { ...settingsOf(names), TALLY_API_KEYS_FILE: file };
    services = await Promise.all(['ingest', 'processor', 'query'].map((name) => startService(name, env)));
    for (const each of CASES)
      if (each.files) rejected.set(each.case, await importFiles(each));
      else outcomes.set(each.case, await send(each));
    await settled(kafka, names.topicPrefix);
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await clickhouse?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(CASES.map((each) => [each.case, each] as const))('%s', async (_, each) => {
    if (each.files) expect(rejected.get(each.case)).toBe(each.expect_import?.rejected ?? 0);
    else asTold(each, outcomes.get(each.case)!);
    for (const expected of each.expect ?? []) await asExpected(each, expected);
  });

  it('leave nothing that the second implementation sees otherwise', async () => {
    expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
  });
});

/** What was to be accepted is, and what was to be refused is not. */
function asTold({ expect_ingest }: ReportedCase, { results }: Outcome): void {
  const refused = new Map(
    results.filter(({ status }) => status === 'rejected').map((one) => [one.id, one] as const),
  );
  if (!expect_ingest) expect([...refused.values()]).toEqual([]);
  for (const { id, accepted } of expect_ingest ?? [])
    expect(refused.get(id) ?? null, `${id} is ${accepted ? 'accepted' : 'refused'}`).toEqual(
      accepted ? null : expect.anything(),
    );
}

/** Runs the commands of a case on its files, and says how many lines the last one refused. */
async function importFiles({ case: name, files = {}, command = [] }: ReportedCase): Promise<number> {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, file), text);
  const env = { ...process.env, TALLY_API_KEY: keys.get(name), TALLY_INGEST_URL: services[0]!.url };
  let lines = 0;
  for (const line of command) {
    const args = [TALLY, ...line.split(' ').slice(1), '--tenant', tenantOf(name), '--json'];
    const { stdout } = await run(process.execPath, args, { cwd, env }).catch((error) => error);
    lines = (JSON.parse(stdout) as { rejected: number }).rejected;
  }
  return lines;
}

async function send({ case: name, events }: ReportedCase): Promise<Outcome> {
  const answer = await fetch(`${services[0]!.url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      authorization: `Bearer ${keys.get(name)}`,
    },
    body: JSON.stringify([...(events ?? []), ...(SAID_SINCE[name] ?? [])]),
  });
  return (await answer.json()) as Outcome;
}

async function asExpected({ case: name }: ReportedCase, { metric, query, ...expected }: Expectation) {
  const question = `${metric}?${query}`;
  const answer = await fetch(`${services[2]!.url}/v1/metrics/${question}`, {
    headers: { authorization: `Bearer ${keys.get(name)}` },
  });
  const body = await answer.text();
  expect(answer.status, `${question}: ${body}`).toBe(200);
  const rows = (JSON.parse(body) as Answer).rows.map(({ dimensions, ...row }) => ({ ...dimensions, ...row }));
  expect(rows, question).toMatchObject(expected.rows ?? [expected]);
}
