import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, type Engines, startEngines } from './engines.js';
import { type Product, SERVICES, type ServiceName, startProduct } from './product.js';
import { afterwards } from './storm.js';
import { until } from './until.js';

const EVENTS = 100;
/** `npm run faults` kills it five times. */
const BROKER_KILLS = 2;
/** Health tells within 10 s; a machine that is busy may take longer, and by then the engine would have to be back. */
const TOLD_WITHIN_MS = 30_000;

let engines: Engines;
let product: Product;
beforeAll(async () => {
  engines = await startEngines();
  product = await startProduct(engines, { seed: 3 });
});
afterAll(async () => {
  await product?.stop();
  await engines?.stop();
});

const isIll = async (name: ServiceName) => (await product.health(name))?.ok === false;
const areIll = (what: string, names: readonly ServiceName[]) =>
  until(`${what}: ${names.join(', ')} say so`, TOLD_WITHIN_MS, async () =>
    (await Promise.all(names.map(isIll))).every(Boolean),
  );
const comesRight = async () => {
  await product.traffic.flow(EVENTS);
  expect(await afterwards(product)).toEqual([]);
};

describe('an engine that is frozen', { timeout: 200_000 }, () => {
  const frozen = async (engine: Engine, names: readonly ServiceName[]) => {
    product.traffic.resume();
    await product.traffic.flow(EVENTS);
    process.kill(engine.pid(), 'SIGSTOP');
    await areIll('it is frozen', names).finally(() => process.kill(engine.pid(), 'SIGCONT'));
    await comesRight();
  };

  it('is told by health, and all goes on when it does: ClickHouse', () =>
    frozen(engines.clickhouse, ['processor', 'query']));

  it('is told by health, and all goes on when it does: Kafka', () => frozen(engines.kafka, SERVICES));
});

describe('Kafka', { timeout: 300_000 }, () => {
  it('that is away while nobody sends anything is told by every service', async () => {
    await engines.kafka.kill();
    await areIll('it is away', SERVICES);
    await engines.kafka.start();
    product.traffic.resume();
    await comesRight();
  });

  it('that is killed again and again under traffic costs nothing', async () => {
    product.traffic.resume();
    for (let kill = 0; kill < BROKER_KILLS; kill += 1) {
      await product.traffic.flow(EVENTS / 2);
      await engines.kafka.kill();
      await engines.kafka.start();
    }
    await comesRight();
  });
});

describe('ClickHouse that has lost something while all runs is filled again from the log, and nothing counts as live before', {
  timeout: 300_000,
}, () => {
  /** With nothing under way the right number is known; what is said between is compared with it. */
  const lost = async (change: () => Promise<void>) => {
    const right = await rightCalls();
    const lies: string[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const said = await product.calls();
        if (said?.freshness.live && said.rows[0]?.value !== right)
          lies.push(`a live answer of ${said.rows[0]?.value} calls, which are ${right}`);
        const before = await storedCalls();
        const health = await product.health('processor');
        const after = await storedCalls();
        // While it is away nothing is known of it, and a moment passes before that is noticed.
        if (health?.ok && before !== null && before !== right && after !== null && after !== right)
          lies.push(`the processor is well with ${after} calls, which are ${right}`);
      }
    })();
    await engines.clickhouse.kill();
    await change();
    await engines.clickhouse.start();
    await until('the numbers are right again', 120_000, async () => (await storedCalls()) === right);
    await until(
      'answers are live again',
      60_000,
      async () => (await product.calls())?.freshness.live === true,
    );
    isOver = true;
    await watching;
    expect(lies).toEqual([]);
    product.traffic.resume();
    await comesRight();
  };
  const storedCalls = async (): Promise<number | null> => {
    const rows = await product.clickhouse
      .rows<{ n: number }>('SELECT sum(calls) AS n FROM call_cells')
      .catch(() => []);
    return rows[0]?.n ?? null;
  };
  const rightCalls = async (): Promise<number> => {
    const right = await storedCalls();
    expect(right).toBeGreaterThan(0);
    return right!;
  };

  it('put back to an older copy', async () => {
    await engines.clickhouse.stop();
    await engines.clickhouse.keepData();
    await engines.clickhouse.start();
    product.traffic.resume();
    await product.traffic.flow(5 * EVENTS);
    await product.comeToRest();
    await lost(() => engines.clickhouse.putDataBack());
  });

  it('wiped', () => lost(() => engines.clickhouse.wipeData()));
});

describe('Kafka that has lost everything, with ClickHouse kept,', { timeout: 300_000 }, () => {
  const callsIn = (source: 'call_cells' | 'call_places') =>
    product.clickhouse.rows(
      `SELECT tenant, bucket, sum(calls) AS n FROM ${source} GROUP BY ALL HAVING n > 0 ORDER BY tenant, bucket`,
    );

  it('is told by the health of the processor, and counting goes on beside what is stored', async () => {
    const before = await callsIn('call_cells');
    await engines.kafka.kill();
    await engines.kafka.wipeData();
    await engines.kafka.start();
    product.traffic.resume();
    await product.traffic.flow(EVENTS);
    await product.comeToRest(180_000);
    const { checks } = (await product.health('processor'))!;
    expect(checks.projector).toMatchObject({
      ok: true,
      detail: expect.stringContaining('Kafka was made anew'),
    });
    const after = await callsIn('call_cells');
    expect(after).toEqual(await callsIn('call_places'));
    expect(after.length).toBeGreaterThanOrEqual(before.length);
  });
});
