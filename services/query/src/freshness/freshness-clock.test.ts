import { afterEach, expect, test } from 'vitest';
import { rowOf, type Scripted, scripted } from '../testing/scripted.js';

let script: Scripted;
afterEach(() => script.app.close());

const freshness = async () =>
  (await script.app.inject('/v1/metrics/calls?period=today')).json<{ freshness: object }>().freshness;

test('how far the numbers lag is told by the clock of Kafka, however wrong that of this machine is', async () => {
  script = await scripted();
  script.answers = () => [rowOf(1)];
  await script.app.ready();
  script.clock.kafkaAheadMs = 2 * 3_600_000;
  script.updates.progress(script.clock.nowMs + 2 * 3_600_000 - 300);
  expect(await freshness()).toMatchObject({ lag_ms: 300, live: true });
  script.clock.kafkaAheadMs = -2 * 3_600_000;
  script.updates.progress(script.clock.nowMs - 2 * 3_600_000 - 60_000);
  expect(await freshness()).toMatchObject({ lag_ms: 60_000, live: false });
});

test('nothing counts as live after ClickHouse was started anew, until the pipeline says so again', async () => {
  script = await scripted();
  script.answers = () => [rowOf(1)];
  await script.app.ready();
  script.updates.progress(script.clock.nowMs);
  expect(await freshness()).toMatchObject({ live: true });
  script.updates.forget();
  expect(await freshness()).toMatchObject({ complete_to: null, lag_ms: null, live: false });
  script.updates.progress(script.clock.nowMs);
  expect(await freshness()).toMatchObject({ live: true });
});
