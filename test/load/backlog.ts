import { setTimeout as sleep } from 'node:timers/promises';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { committedOffsets, endOffsets } from '@tallyboard/kafka/admin';
import { createProducer } from '@tallyboard/kafka/producer';
import { createCompany } from '@tallyboard/simulator/company';
import { history } from '@tallyboard/simulator/history';
import { misbehave, USUAL } from '@tallyboard/simulator/misbehave';
import { rush } from '@tallyboard/simulator/rush';
import { drift } from '@tallyboard/testkit/drift';
import type { RunningService } from '@tallyboard/testkit/services';
import { type Deployment, TENANT } from './deployment.js';
import { say, table, tenth, whole } from './report.js';
import { readSteps } from './steps.js';
import { cpuBetween, usage } from './usage.js';

const DAY_MS = 86_400_000;
const DAYS = 30;
const CHUNK = 5_000;
const POLL_MS = 50;

export interface BacklogResult {
  events: number;
  /** From launching the processor until every fact is stored and announced, and until every cell is restated and committed. */
  projectedMs: number;
  restatedMs: number;
  eventsPerSecond: number;
  /** Cells that are not exactly right. */
  drift: number;
  /** Still running. */
  processor: RunningService;
}

/** Fills the log while nothing reads it, then measures how long the processor takes for all of it. */
export async function backlog(deployment: Deployment, count: number): Promise<BacklogResult> {
  const { kafka, clickhouse, topics, prefix } = deployment;
  const events = await fill(deployment, count);

  const before = usage();
  const launched = performance.now();
  const processor = await deployment.start('processor');
  await committed(deployment, topics.events, `${prefix}tally-projector`);
  const projectedMs = performance.now() - launched;
  await committed(deployment, topics.cells, `${prefix}tally-aggregator`);
  const restatedMs = performance.now() - launched;
  const cpu = cpuBetween(before, usage());
  const steps = await readSteps(processor.url);
  const memory = usage().find(({ name }) => name === 'processor')?.memoryMb ?? 0;

  say('Proving every cell…');
  const differences = await drift(kafka, clickhouse, topics.events);
  for (const difference of differences.slice(0, 10)) say(`  ${difference}`);
  const [{ cells } = { cells: 0 }] = await clickhouse.rows<{ cells: number }>(
    `SELECT sum(total_rows) AS cells FROM system.tables WHERE database = currentDatabase() AND name LIKE '%_cells_packed'`,
  );

  const eventsPerSecond = (events * 1_000) / restatedMs;
  console.log(
    `\nA backlog of ${whole(events)} mixed events (${DAYS} days; duplicates, late, out of order, corrections, deletions)`,
  );
  console.log(
    table(
      ['', 'seconds', 'events/s'],
      [
        ['projected', tenth(projectedMs / 1_000), whole((events * 1_000) / projectedMs)],
        ['projected and restated', tenth(restatedMs / 1_000), whole(eventsPerSecond)],
      ],
    ),
  );
  console.log(
    `\n${whole(cells)} rows of cells; ${whole(differences.length)} with drift; processor ${whole(memory)} MB at the end\n`,
  );
  console.log(
    table(
      ['step', 'batches', 'seconds', 'µs per event'],
      steps.map(({ step, count: batches, seconds }) => [
        step,
        whole(batches),
        tenth(seconds),
        tenth((seconds * 1e6) / events),
      ]),
    ),
  );
  console.log('');
  console.log(
    table(
      ['CPU of', 'seconds', 'µs per event'],
      [...cpu]
        .sort(([, a], [, b]) => b - a)
        .map(([name, ms]) => [name, tenth(ms / 1_000), tenth((ms * 1_000) / events)]),
    ),
  );
  return { events, projectedMs, restatedMs, eventsPerSecond, drift: differences.length, processor };
}

/** A company's people and accounts, and a busy month on top, as a bad source sends it. */
async function fill({ kafka, topics }: Deployment, count: number): Promise<number> {
  const company = createCompany(7, { tenant: TENANT });
  const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const fromMs = toMs - DAYS * DAY_MS;
  const range = { fromMs, toMs, storiesFromMs: fromMs, storiesToMs: toMs };
  const producer = await createProducer(kafka);
  let sent = 0;
  let chunk: CrmEvent[] = [];
  const flush = async () => {
    await producer.send(
      topics.events,
      chunk.map((event) => ({ key: keyOf(event), value: encode(event) })),
    );
    sent += chunk.length;
    if (sent % (CHUNK * 20) === 0) say(`  ${whole(sent)} events in the log`);
    chunk = [];
  };
  say(`Filling the log with ${whole(count)} events…`);
  const people = history(company, toMs, toMs);
  // Corrections and duplicates come on top of the rate, which is set a little high: the count cuts it off.
  const busy = misbehave(rush(company, { ...range, rate: count / (DAYS * 86_400) }), USUAL, company.seed);
  for (const events of [people, busy])
    for (const event of events) {
      if (sent + chunk.length >= count) break;
      chunk.push(event);
      if (chunk.length === CHUNK) await flush();
    }
  await flush();
  await producer.close();
  return sent;
}

/** Resolves once a group has committed everything that is in the topic now. */
async function committed({ kafka }: Deployment, topic: string, groupId: string): Promise<void> {
  const ends = await endOffsets(kafka, topic);
  for (;;) {
    const done = await committedOffsets(kafka, groupId, topic);
    if ([...ends].every(([partition, end]) => (done.get(partition) ?? 0) >= end)) return;
    await sleep(POLL_MS);
  }
}
