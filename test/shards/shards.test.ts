import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tally, WORKSPACE } from '../e2e/tally.js';
import { until } from '../faults/until.js';
import { type Deployment, startDeployment } from './deployment.js';

const EVENTS = 60;
const WITHIN_MS = 30_000;

let all: Deployment;
beforeAll(async () => {
  all = await startDeployment();
}, 120_000);
afterAll(() => all?.stop());

describe('over two shards', { timeout: 180_000 }, () => {
  it('each has its own tenants and no others', async () => {
    await Promise.all(Object.values(all.traffic).map((traffic) => traffic.flow(EVENTS)));
    await all.comeToRest();
    expect(await all.wrongs('a', ['acme'])).toEqual([]);
    expect(await all.wrongs('b', ['globex', 'initech'])).toEqual([]);
    const { code, stdout } = await tally(['shards', '--json'], all.env, WORKSPACE);
    expect(JSON.parse(stdout)).toMatchObject({
      shards: [
        { name: 'a', problem: null, tenants: ['acme'], behind: { events: 0 } },
        { name: 'b', problem: null, tenants: ['globex', 'initech'], behind: { events: 0 } },
      ],
      moves: [],
    });
    expect(code).toBe(0);
  });

  it('a ClickHouse that is killed stalls the tenants of its shard and no others, and health says which', async () => {
    for (const traffic of Object.values(all.traffic)) traffic.resume();
    await all.clickhouse.b.engine.kill();
    await until('health names the shard', WITHIN_MS, async () => {
      const { checks = {} } = (await all.health('query')) ?? {};
      return checks['clickhouse of shard b']?.ok === false && checks['clickhouse of shard a']?.ok === true;
    });
    const killedAt = Date.now();
    await Promise.all(Object.values(all.traffic).map((traffic) => traffic.flow(EVENTS)));
    await until('acme stays live', WITHIN_MS, async () => {
      const { live, completeTo } = await all.ask('acme');
      return live && completeTo > killedAt;
    });
    expect(await all.ask('globex')).toMatchObject({ status: 503, calls: null });
    const { code, stdout } = await tally(['shards'], all.env, WORKSPACE);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^a +yes .* yes /m);
    expect(stdout).toMatch(/^Shard b: ClickHouse does not answer/m);
    const { checks } = (await all.health('alerts'))!;
    expect(checks['clickhouse of shard b']?.ok).toBe(false);
    expect(checks['rules of shard a']?.ok).toBe(true);
    const well = async (name: 'a' | 'b') => (await all.health(all.processors[name]))?.ok ?? null;
    await until(
      'the processors know',
      WITHIN_MS,
      async () => (await well('a')) === true && (await well('b')) === false,
    );
    await all.clickhouse.b.engine.start();
    await Promise.all(Object.values(all.traffic).map((traffic) => traffic.flow(EVENTS)));
    await all.comeToRest();
    expect(await all.wrongs('a', ['acme'])).toEqual([]);
    expect(await all.wrongs('b', ['globex', 'initech'])).toEqual([]);
  });
});
