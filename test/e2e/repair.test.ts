import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { topicNames } from '@tallyboard/kafka/topics';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { randomProducts } from '@tallyboard/testkit/products';
import { randomRates } from '@tallyboard/testkit/rates';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tally as runTally, WORKSPACE } from './tally.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const kafka = connectKafka({ brokers: [brokers], clientId: 'repair-test' });
const env = settingsOf({ brokers, clickhouseUrl, database, topicPrefix });
let dir: string;
let clickhouse: ClickHouse;
let producer: Producer;
let processor: RunningService;

const tally = (...args: string[]) => runTally(args, { ...env, TALLY_DATA_DIR: join(dir, 'data') }, dir);
const send = (events: readonly CrmEvent[]) =>
  producer.send(
    topicNames(topicPrefix).events,
    events.map((event) => ({ key: keyOf(event), value: encode(event) })),
  );
async function verify(...args: string[]) {
  const { code, stdout, stderr } = await tally('verify', '--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return { code, ...JSON.parse(stdout) };
}
const one = async <T>(sql: string) => (await clickhouse.rows<T>(sql))[0]!;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tally-repair-'));
  processor = await startService('processor', env);
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  producer = await createProducer(kafka);
  const history = [...randomHistory(31, 3_000), ...randomRates(31, 50), ...randomProducts(31, 50)];
  await send(history);
  await settled(kafka, topicPrefix);
  // A good part comes again, later: nothing about it changes, not even when it was first recorded.
  await send(history.slice(0, 600));
  await settled(kafka, topicPrefix);
});
afterAll(async () => {
  await processor?.stop();
  await producer?.close();
  await clickhouse?.close();
  await rm(dir, { recursive: true, force: true });
});

describe('tally verify', () => {
  it('proves cells and event rows, and says at which rate', async () => {
    const proof = await verify();
    expect(proof).toMatchObject({ code: 0, drift: false, wrong_rows: 0, moving_rows: 0, events: 3_700 });
    expect(proof.events_per_second).toBeGreaterThan(0);
    for (const rows of Object.values(proof.rows_by_table)) expect(rows).toBeGreaterThan(0);
  });

  it('is right beside live traffic: what moves is looked at again', async () => {
    const events = randomHistory(33, 1_200);
    let isDone = false;
    const live = (async () => {
      for (let n = 0; !isDone && n < events.length; n += 20) await send(events.slice(n, n + 20));
    })();
    const proof = await verify();
    isDone = true;
    await live;
    expect(proof).toMatchObject({ code: 0, wrong_cells: 0, wrong_rows: 0, moving_cells: 0, moving_rows: 0 });
    await settled(kafka, topicPrefix);
  });

  it('finds a deleted, a changed and an added row while every number is still right', {
    timeout: 180_000,
  }, async () => {
    await clickhouse.command(`DELETE FROM account_events WHERE account_id = 'id-1'`);
    const deleted = 'account_events';
    // As somebody does it who knows of the order of copies: the row is there from before.
    await clickhouse.command(`INSERT INTO ticket_events
      SELECT * REPLACE ('changed' AS channel, recorded_at - INTERVAL 1 DAY AS recorded_at) FROM ticket_events FINAL ORDER BY ALL LIMIT 1`);
    await clickhouse.command(`INSERT INTO call_events
      SELECT * REPLACE ('added' AS event_id) FROM call_events FINAL ORDER BY ALL LIMIT 1`);
    const proof = await verify();
    expect(proof).toMatchObject({ code: 3, drift: true, wrong_cells: 0 });
    const kinds = proof.wrong_event_rows.map(
      ({ kind, table }: { kind: string; table: string }) => `${kind} ${table}`,
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'added call_events',
      'changed ticket_events',
      `missing ${deleted}`,
    ]);
    const changed = proof.wrong_event_rows.find(({ kind }: { kind: string }) => kind === 'changed');
    expect(changed.differences.map(({ column }: { column: string }) => column).sort()).toEqual([
      'channel',
      'recorded_at',
    ]);
    const { code, stdout } = await tally('verify');
    expect(code).toBe(3);
    expect(stdout).toMatch(/call_events +is not in the log .* added/);
  });
});

describe('tally repair', () => {
  it('says what it would do, and does nothing', async () => {
    const { code, stdout } = await tally('repair', '--dry-run');
    expect(code).toBe(3);
    expect(stdout).toMatch(/1 event rows that the log does not have are to be deleted/);
    expect(stdout).toMatch(/Nothing was changed\.$/m);
    expect((await verify()).wrong_event_rows.length).toBeGreaterThan(2);
  });

  it('writes rows again from the log, and deletes none without being told to', async () => {
    const { code, stdout, stderr } = await tally('repair');
    expect([code, stderr]).toEqual([3, expect.stringContaining('--delete does')]);
    expect(stdout).toMatch(/read [\d,]+ messages of the log again/);
    const { wrong_event_rows } = await verify();
    expect(wrong_event_rows.map(({ kind, event_id }: Record<string, string>) => [kind, event_id])).toEqual([
      ['added', 'added'],
    ]);
  });

  it('restates wrong cells, and those that a row was counted in that is not in the log', async () => {
    // The added call is counted now, and a cell of deals is wrong on top.
    await send(randomHistory(32, 400));
    await settled(kafka, topicPrefix);
    await clickhouse.command(`INSERT INTO deal_cells_packed
      SELECT * REPLACE (arrayMap(n -> n + 7, opened) AS opened, revision + 1 AS revision)
      FROM deal_cells_packed FINAL WHERE notEmpty(opened) ORDER BY bucket LIMIT 1`);
    expect((await verify()).wrong_cells).toBeGreaterThan(0);
    const { code, stdout } = await tally('repair', '--delete', '--json');
    const { repaired, proof } = JSON.parse(stdout);
    expect(repaired).toMatchObject({ deleted_rows: 1 });
    expect(repaired.cells).toBeGreaterThan(0);
    expect([code, proof.drift]).toEqual([0, false]);
    expect(await verify()).toMatchObject({ code: 0, wrong_cells: 0, wrong_rows: 0 });
  });

  it('names a cell whose arrays do not belong together, which no view can read, and restates it', async () => {
    // As somebody inserts it who leaves columns out; nothing of a call is in that quarter of an hour.
    await clickhouse.command(`INSERT INTO call_cells_packed (tenant, bucket, office, calls, revision)
      VALUES ('t1', '2020-01-01 00:00:00', ['nowhere'], [3], 1)`);
    const proof = await verify();
    expect(proof).toMatchObject({ code: 3, wrong_cells: 1, wrong_rows: 0 });
    const { code, stdout } = await tally('repair', '--json');
    expect([code, JSON.parse(stdout).repaired.cells]).toEqual([0, 1]);
    expect(await one('SELECT count() AS rows FROM call_cells WHERE NOT ignore(*)')).toBeDefined();
  });
});

/** Starts a command, kills it by -9 once `isTime`, and resolves with what it has said by then. */
async function killed(
  args: string[],
  isTime: () => Promise<boolean>,
  by: NodeJS.Signals = 'SIGKILL',
): Promise<string> {
  const child = spawn(process.execPath, [`${WORKSPACE}services/cli/bin/tally.mjs`, ...args], {
    cwd: dir,
    env: { PATH: process.env.PATH, ...env, TALLY_DATA_DIR: join(dir, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'exit');
  await vi.waitFor(async () => expect(await isTime()).toBe(true), { timeout: 30_000, interval: 50 });
  child.kill(by);
  await ended;
  return said;
}

describe('tally rebuild', () => {
  const QUARTER = 900_000;
  const dealAt = (n: number, version = 1): CrmEvent => {
    const opened_at = Date.UTC(2026, 0, 1) + n * QUARTER;
    const checked = check('deal.opened', {
      ...{ event_id: `many-${n}-${version}`, source: 'crm', tenant: 'acme', occurred_at: opened_at },
      ...{ source_version: version, deal_id: `many-${n}`, opened_at, rep_id: null, account_id: null },
      ...{ pipeline: 'p', stage: null, product: null, lead_source: null, amount: null, currency: null },
    });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    return checked.event;
  };

  it('restates cells from facts beside live traffic, and goes on after Ctrl-C, which says so', async () => {
    await send(Array.from({ length: 1_500 }, (_, n) => dealAt(n)));
    await settled(kafka, topicPrefix);
    await clickhouse.command('TRUNCATE TABLE deal_cells_packed');
    expect((await verify()).code).toBe(3);
    // With nobody to restate, it announces as much as it may leave open, and waits.
    await processor.crash();
    const announced = async () =>
      (
        await clickhouse.rows<{ announced: number }>(
          "SELECT announced FROM rebuilds FINAL WHERE fact = 'deal' AND is_done = 0",
        )
      )[0]?.announced ?? 0;
    const said = await killed(
      ['rebuild', 'cells', '--fact', 'deal', '--backlog', '400'],
      async () => (await announced()) > 0,
      'SIGINT',
    );
    expect(said).toMatch(/Interrupted\. \d+ of some 1,\d+ deal cells are announced.* goes on from there/);
    expect(await announced()).toBeLessThan(1_500);
    await processor.restart();
    const live = (async () => {
      for (let n = 0; n < 1_500; n += 50) await send(Array.from({ length: 50 }, (_, i) => dealAt(n + i, 2)));
    })();
    const { code, stdout, stderr } = await tally('rebuild', 'cells', '--fact', 'deal', '--backlog', '400');
    await live;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/Goes on with the deal cells .* \d+ of some/)]);
    expect(stdout).toMatch(/cells are restated from the facts/);
    expect(await verify()).toMatchObject({ code: 0, wrong_cells: 0, wrong_rows: 0 });
    // What was finished begins from the first cell.
    expect((await tally('rebuild', 'cells', '--fact', 'deal')).stderr).not.toMatch(/Goes on/);
  });

  it('empties cells of which no fact is left', async () => {
    await clickhouse.command(`INSERT INTO survey_cells_packed
      SELECT * REPLACE ('nobody' AS tenant) FROM survey_cells_packed FINAL WHERE notEmpty(sent) LIMIT 1`);
    expect((await verify()).wrong_cells).toBeGreaterThan(0);
    expect((await tally('rebuild', 'cells', '--json')).code).toBe(0);
    expect(await verify()).toMatchObject({ code: 0, wrong_cells: 0 });
  });

  it('fills the event tables from the log as they were, and goes on after a kill', async () => {
    const rows = () =>
      one<{ rows: number; recorded: string }>(
        'SELECT count() AS rows, toString(sum(toUnixTimestamp64Milli(recorded_at))) AS recorded FROM deal_events FINAL',
      );
    const before = await rows();
    for (const table of ['deal_events', 'placements', 'rep_events'])
      await clickhouse.command(`TRUNCATE TABLE ${table}`);
    await processor.crash();
    const asked = () =>
      one<{ n: number }>("SELECT count() AS n FROM rewinds FINAL WHERE log != '' AND begun = 0");
    await killed(['rebuild', 'facts'], async () => (await asked()).n > 0);
    await processor.restart();
    const { code, stderr } = await tally('rebuild', 'facts');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Reading the log again')]);
    expect(await rows()).toEqual(before);
    expect(await verify()).toMatchObject({ code: 0, wrong_cells: 0, wrong_rows: 0 });
  });

  it('stores again what the running processor remembers to have stored', async () => {
    const links = () =>
      one<{ moving: number; fixed: number }>(
        "SELECT countIf(fact_id != '') AS moving, countIf(fact_id = '') AS fixed FROM links FINAL",
      );
    const before = await links();
    await clickhouse.command('TRUNCATE TABLE links');
    expect((await tally('rebuild', 'facts')).code).toBe(0);
    const after = await links();
    expect(after.moving).toBe(before.moving);
    expect(after.moving).toBeGreaterThan(10);
    // Of a bucket: one stays when all that it led to in there was erased, since whether there is more nobody looks up.
    expect(before.fixed - after.fixed).toBeOneOf([0, 1, 2, 3, 4]);
    expect(after.fixed).toBeGreaterThan(10);
  });

  it('goes back when a migration asks for it: what older tables had merged is put right', async () => {
    // Of a duplicate they kept the copy that was inserted last, and with it its time.
    const late = 'INTERVAL 1 HOUR';
    await clickhouse.command(`CREATE TABLE late AS survey_events ENGINE = Memory`);
    await clickhouse.command(
      `INSERT INTO late SELECT * REPLACE (recorded_at + ${late} AS recorded_at) FROM survey_events FINAL`,
    );
    await clickhouse.command('TRUNCATE TABLE survey_events');
    await clickhouse.command('INSERT INTO survey_events SELECT * FROM late');
    const before = await verify();
    expect(before).toMatchObject({ code: 3, wrong_cells: 0 });
    expect(before.wrong_event_rows[0]).toMatchObject({
      kind: 'changed',
      differences: [{ column: 'recorded_at' }],
    });
    await clickhouse.command(
      "INSERT INTO rewinds (stage, log, partition, offset, until) VALUES ('projector', '', -1, 0, 0)",
    );
    // It waits for the projector to go back, and then until it is where it was.
    expect(await verify()).toMatchObject({ code: 0, wrong_cells: 0, wrong_rows: 0 });
  });

  it('refuses a fact that there is not, with those that there are', async () => {
    const { code, stderr } = await tally('rebuild', 'cells', '--fact', 'meals');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no fact "meals".*call, activity, deal/)]);
  });
});
