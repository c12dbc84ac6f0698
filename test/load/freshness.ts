import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { cloudEventLine } from '@tallyboard/simulator/cloud-event';
import { createCompany } from '@tallyboard/simulator/company';
import { RUSH_SPAN_MS, rush } from '@tallyboard/simulator/rush';
import { type Deployment, TENANT } from './deployment.js';
import { quantile, say, table, tenth, whole } from './report.js';
import { costBetween, readSteps } from './steps.js';
import { cpuBetween, usage } from './usage.js';
import { watchCount } from './watch-count.js';

const DAY_MS = 86_400_000;
/** What is counted, and by which event. Deals and tickets move between cells, calls do not. */
const COUNTED = {
  calls: 'call.logged',
  deals_opened: 'deal.opened',
  tickets_opened: 'ticket.opened',
} as const;

export interface FreshnessResult {
  /** Events behind the figures. */
  events: number;
  /** From the answer of the ingest service to the push that counts the event, in ms. */
  p50Ms: number;
  p99Ms: number;
}

/**
 * Posts a company's events one by one at a rate and follows counts of them over server-sent events. The k-th accepted
 * event of a kind is on the wall with the first push whose count has grown by k.
 */
export async function freshness(
  deployment: Deployment,
  processor: { url: string },
  rate: number,
  seconds: number,
): Promise<FreshnessResult> {
  const ingest = await deployment.start('ingest');
  const query = await deployment.start('query');
  const headers = { authorization: `Bearer ${deployment.apiKey}` };
  const from = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS).toISOString();
  const to = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS).toISOString();
  const counts = await Promise.all(
    Object.keys(COUNTED).map((metric) =>
      watchCount(
        `${query.url}/v1/stream?${new URLSearchParams({ q: `${metric}?from=${from}&to=${to}` })}`,
        headers,
      ),
    ),
  );

  const post = poster(`${ingest.url}/v1/events`, headers);
  await mergesEnd(deployment);
  const events = busySeconds(rate, seconds);
  const usageBefore = usage();
  const stepsBefore = await readSteps(processor.url);
  say(`Posting ${rate} events a second for ${seconds} s…`);
  const accepted = new Map<string, number[]>(Object.values(COUNTED).map((type) => [type, []]));
  const startedAt = Date.now();
  const posts: Promise<void>[] = [];
  for (const { atMs, type, line } of events) {
    const waitMs = startedAt + atMs - Date.now();
    if (waitMs > 0) await sleep(waitMs);
    posts.push(
      post(line).then(() => {
        accepted.get(type)?.push(performance.now());
      }),
    );
  }
  await Promise.all(posts);

  const cpu = cpuBetween(usageBefore, usage());
  const tookMs = Date.now() - startedAt;
  const steps = costBetween(stepsBefore, await readSteps(processor.url));
  const rows: string[][] = [];
  const all: number[] = [];
  for (const [index, [metric, type]] of Object.entries(COUNTED).entries()) {
    const acknowledged = accepted.get(type)!.sort((a, b) => a - b);
    const pushed = await counts[index]!.grownBy(acknowledged.length);
    const waits = acknowledged.map((at, k) => Math.max(0, pushed[k]! - at)).sort((a, b) => a - b);
    all.push(...waits);
    rows.push(rowOf(metric, waits));
  }
  for (const count of counts) count.close();
  all.sort((a, b) => a - b);
  console.log(
    `\nFreshness at ${rate} events/s (${whole(posts.length)} events in ${seconds} s): accepted by ingest → pushed to a client, ms\n`,
  );
  console.log(table(['metric', 'events', 'p50', 'p90', 'p99', 'max'], [...rows, rowOf('all', all)]));
  console.log('');
  console.log(
    table(
      ['step', 'batches', 'ms a batch'],
      steps.map(({ step, count, seconds: spent }) => [step, whole(count), tenth((spent * 1_000) / count)]),
    ),
  );
  console.log('');
  console.log(
    table(
      ['CPU of', '% of a core'],
      [...cpu].sort(([, a], [, b]) => b - a).map(([name, ms]) => [name, whole((ms * 100) / tookMs)]),
    ),
  );
  return { events: all.length, p50Ms: quantile(all, 0.5), p99Ms: quantile(all, 0.99) };
}

/** Posts one event a request; resolves when it is accepted. Half the CPU of `fetch`, which shares the cores with what is measured. */
export function poster(url: string, headers: Record<string, string>): (event: string) => Promise<void> {
  const options = {
    method: 'POST',
    agent: new Agent({ keepAlive: true, maxSockets: 200 }),
    headers: { ...headers, 'content-type': 'application/cloudevents+json' },
  };
  return async (event) => {
    const posted = request(url, options).end(event);
    const [response] = (await once(posted, 'response')) as [IncomingMessage];
    const answer = await text(response);
    if (response.statusCode !== 202) throw new Error(`ingest answered ${response.statusCode}: ${answer}`);
  };
}

/** Ready to be posted, `atMs` after the first. */
interface Posting {
  atMs: number;
  type: string;
  line: string;
}

/** What happens to a company within some seconds, made beforehand: making it takes longer than that. */
export function busySeconds(rate: number, seconds: number): Posting[] {
  const fromMs = Date.now();
  const toMs = fromMs + seconds * 1_000;
  // Of stories that began before, what happens now: else the rate would rise from a fraction for an hour.
  const range = { fromMs, toMs, storiesFromMs: fromMs - RUSH_SPAN_MS, storiesToMs: toMs };
  return Array.from(rush(createCompany(8, { tenant: TENANT }), { rate, ...range }), (event) => ({
    atMs: event.occurred_at - fromMs,
    type: event.type,
    line: cloudEventLine(event),
  }));
}

/** What the backlog left to merge is not a part of live work. */
async function mergesEnd({ clickhouse }: Deployment): Promise<void> {
  for (;;) {
    const [row] = await clickhouse.rows<{ merges: number }>('SELECT count() AS merges FROM system.merges');
    if (row?.merges === 0) return;
    await sleep(500);
  }
}

function rowOf(name: string, ascending: number[]): string[] {
  return [
    name,
    whole(ascending.length),
    ...[0.5, 0.9, 0.99, 1].map((p) => (ascending.length > 0 ? whole(quantile(ascending, p)) : '–')),
  ];
}
