import type { Plan, SeenRequest } from '@tallyboard/testkit/faults/fault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engines, startEngines } from '../faults/engines.js';
import { SCENES } from './history.js';
import { type Instance, playScene, startInstance } from './instances.js';
import { COMMIT, type Point, REMINDER, ROW, RULE, STEP, TOLD } from './points.js';
import { createWorld, type Outcome, type World } from './world.js';

/** Lives are lived at the same time: what takes long is Kafka's patience with those who are gone. */
const LIVES: readonly (readonly (Point | typeof TOLD)[])[] = [
  [...RULE, STEP[0]],
  [STEP[1], ...REMINDER],
  [...ROW, TOLD],
  [...COMMIT],
];
/** Scenes in which whoever judges is stopped in the middle of it. */
const STOPPED_IN = [1, 5];

let engines: Engines;
/** What happens to requests, by the world that they concern. */
const plans = new Map<string, Plan>();
let undisturbed: Promise<Outcome>;
const instances: Instance[] = [];
let starting: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  engines = await startEngines();
  const plan = (request: SeenRequest) => {
    for (const [id, own] of plans) if (request.bytes.includes(id)) return own(request);
    return null;
  };
  for (const proxy of [engines.proxies.kafka, engines.proxies.clickhouse]) proxy.follow(plan);
  undisturbed = liveThrough([]);
  undisturbed.catch(() => {});
});
afterAll(async () => {
  for (const instance of instances) instance.kill();
  await engines.stop();
});

describe.concurrent('every step is said, stored and told, under the same id, once,', {
  timeout: 300_000,
}, () => {
  it.each(LIVES.map((points) => [points.map(({ name }) => name).join('; '), points] as const))(
    'although the only instance is killed by -9 %s',
    async (_, points) => {
      expect(await liveThrough(points)).toEqual({ ...(await undisturbed), repeated: expect.any(Number) });
    },
  );

  it('although one of two is stopped while it writes a step, and comes back after the other has taken over', async () => {
    const outcome = await liveTogether();
    expect(outcome).toEqual({ ...(await undisturbed), repeated: expect.any(Number) });
    // Both have said what the one was stopped at.
    expect(outcome.repeated).toBeGreaterThanOrEqual(STOPPED_IN.length);
  });
});

it('undisturbed, each step of the history is said, and what a correction made false is withdrawn once, linked', async () => {
  const { said, received } = await undisturbed;
  expect(said.map(({ rule, group, state }) => `${rule} ${group.office} ${state}`).sort()).toEqual(
    [
      'busy munich firing',
      'busy munich resolved',
      'busy munich withdrawn',
      'busy munich firing',
      'busy munich resolved',
      'busy munich firing',
      'busy munich resolved',
      'busy bonn firing',
      'busy bonn resolved',
      'quiet munich pending',
      'quiet munich firing',
      'quiet munich resolved',
      'quiet bonn pending',
      'quiet bonn inactive',
    ].sort(),
  );
  const [wrong] = said;
  expect(said.find(({ state }) => state === 'withdrawn')!.corrects).toBe(wrong!.id);
  const told = said.filter(({ state }) => state !== 'pending' && state !== 'inactive').map(({ id }) => id);
  expect(Object.values(received).flat().sort()).toEqual(told.sort());
}, 300_000);

/** One instance over all of the history, killed once at each of the points, in their order. */
async function liveThrough(points: readonly (Point | typeof TOLD)[]): Promise<Outcome> {
  const world = await createWorld(engines);
  const instance = await begun(world);
  const left = [...points];
  let isArmed = true;
  const strike = () => {
    isArmed = false;
    left.shift();
    instance.kill();
  };
  plans.set(world.id, (request) => {
    const point = left[0];
    if (!isArmed || !point || !('where' in point) || !point.where(request)) return null;
    isArmed = false;
    return { kind: 'blow', at: point.at, strike };
  });
  world.onArrival(() => {
    if (!isArmed || left[0] !== TOLD) return false;
    strike();
    return true;
  });
  for (const n of SCENES.keys()) await playScene(world, [instance], n, () => (isArmed = true));
  const outcome = await end(world, async () => {
    await instance.stop();
  });
  expect(left).toEqual([]);
  return outcome;
}

/** Two instances over all of the history, of which whoever judges is stopped twice, for as long as it takes the other to take over. */
async function liveTogether(): Promise<Outcome> {
  const world = await createWorld(engines);
  const both = [await begun(world), await begun(world)];
  for (const n of SCENES.keys()) {
    const judged = await Promise.all(both.map((instance) => instance.judgedTo()));
    const stopped = both[judged.findIndex((to) => to !== null)];
    let isStopped = false;
    if (stopped && STOPPED_IN.includes(n))
      plans.set(world.id, (request) => {
        if (isStopped || !STEP[0].where(request)) return null;
        isStopped = true;
        process.kill(stopped.pid, 'SIGSTOP');
        return { kind: 'hold' };
      });
    await playScene(world, both, n);
    plans.delete(world.id);
    if (!isStopped) continue;
    engines.proxies.kafka.release();
    process.kill(stopped!.pid, 'SIGCONT');
  }
  return end(world, async () => {
    for (const instance of both) await instance.stop();
  });
}

/** One after the other: together they would not be up in time on a busy machine. */
async function begun({ env }: World): Promise<Instance> {
  const start = starting.then(() => startInstance(env));
  starting = start.catch(() => {});
  const instance = await start;
  instances.push(instance);
  return instance;
}

async function end(world: World, stop: () => Promise<void>): Promise<Outcome> {
  await world.atRest();
  const outcome = await world.outcome();
  await stop();
  await world.stop();
  plans.delete(world.id);
  const byId = <T extends { id: string }>(rows: readonly T[]) =>
    rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(byId(outcome.stored)).toEqual(byId(outcome.said));
  return { ...outcome, stored: [] };
}
