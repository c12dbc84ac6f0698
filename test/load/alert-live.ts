import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rule } from '@tallyboard/alerting/rule';
import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { parseUpdate, type Update } from '@tallyboard/pipeline/messages';
import { type Deployment, TENANT } from './deployment.js';
import { busySeconds, poster } from './freshness.js';
import { quantile, say, table, tenth, whole } from './report.js';
import { cpuBetween, type Usage, usage } from './usage.js';

/** Between two events that make a rule hold. */
const MARK_EVERY_MS = 2_000;
const SAMPLE_MS = 10_000;
/** The first seconds, all cold, are not a part of live work. */
const SETTLED_MS = 20_000;

/** Holds for a rep as soon as one marked call of his is counted. */
const MARKED: Rule = {
  name: 'marked',
  metric: 'calls',
  by: ['rep'],
  filter: { channel: ['mark'] },
  window: '15m',
  above: 0,
};

/** Rules as people write them, for each rep; thresholds so high that they tell nobody. */
const KINDS: readonly ((i: number) => Partial<Rule> & Pick<Rule, 'metric' | 'window'>)[] = [
  (i) => ({ metric: 'calls', window: '1h', above: 1_000 + i }),
  (i) => ({ metric: 'calls', window: '4h', above: 4_000 + i, for: '30m' }),
  (i) => ({ metric: 'calls', window: '1d', change: { by: 9 + i / 100 }, min_n: 10 }),
  (i) => ({ metric: 'talk_time', window: '2h', above: 1e9 + i, every: '1h' }),
  (i) => ({ metric: 'tickets_opened', window: '1h', above: 1_000 + i }),
  (i) => ({ metric: 'tickets_resolved', window: '1d', below: -1 - i }),
  (i) => ({ metric: 'first_response_time_p90', window: '4h', above: 9e8 + i, min_n: 5 }),
  (i) => ({ metric: 'first_response_within', window: '1d', below: 0.0001 * i, min_n: 20 }),
  (i) => ({ metric: 'calls', window: '2h', rising: { margin: 5 + i / 100 }, every: '1h' }),
  (i) => ({ metric: 'deals_opened', window: '1d', above: 1_000 + i, every: '1h' }),
];

const rulesOf = (count: number): Rule[] => [
  MARKED,
  ...Array.from({ length: count }, (_, i) => ({
    name: `rule-${i}`,
    by: ['rep'],
    ...KINDS[i % KINDS.length]!(Math.floor(i / KINDS.length)),
  })),
];

/**
 * The alerts service with so many rules beside them, each for every rep, at a steady rate of live events: how long from
 * an event that makes a rule hold to the webhook, and what judging costs all the while.
 */
export async function liveAlerts(
  deployment: Deployment,
  { rules, rate, seconds }: { rules: number; rate: number; seconds: number },
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'tallyboard-alerts-'));
  const arrived = new Map<string, number>();
  const hook = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { data } = JSON.parse(body) as { data: { transitions: { group: { rep?: string } }[] } };
    for (const { group } of data.transitions) arrived.set(group.rep ?? '', performance.now());
    response.end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  const file = (name: string, value: unknown): string => {
    writeFileSync(join(dir, name), typeof value === 'string' ? value : JSON.stringify(value));
    return join(dir, name);
  };
  // JSON is YAML.
  const receiver = {
    name: 'hook',
    type: 'webhook',
    url: `http://127.0.0.1:${port}/`,
    allow_hosts: ['127.0.0.1'],
    secret_file: file('secret', `whsec_${Buffer.alloc(32, 7).toString('base64')}`),
  };
  const ingest = await deployment.start('ingest');
  await deployment.start('processor');
  const counted = new Map<string, number>();
  const updates = createConsumer(deployment.kafka, {
    groupId: 'bench-updates',
    topics: [deployment.topics.updates],
    fromBeginning: false,
    onBatch: async ({ messages }) => {
      const at = performance.now();
      if (!messages.some(({ value }) => isOfCalls(parseUpdate(value)))) return;
      for (const rep of await repsMarked(deployment.clickhouse)) if (!counted.has(rep)) counted.set(rep, at);
    },
  });
  await updates.start();
  const alerts = await deployment.start('alerts', {
    TALLY_ALERT_RULES: file('rules.yaml', { tenant: TENANT, rules: [MARKED] }),
    TALLY_ALERT_RECEIVERS: file('receivers.yaml', { receivers: [receiver] }),
  });
  // Read again as it changes: the service is healthy once the rules it began with are judged.
  file('rules.yaml', { tenant: TENANT, rules: rulesOf(rules) });
  const headers = { authorization: `Bearer ${deployment.apiKey}` };
  const post = poster(`${ingest.url}/v1/events`, headers);
  const judging = usage();
  const judgingMs = Date.now();
  await judged(alerts.url, headers, rules + 1);
  const spent = cpuBetween(judging, usage());
  say(
    `The history of the rules took ${tenth((Date.now() - judgingMs) / 1_000)} s, ${tenth((spent.get('alerts') ?? 0) / 1_000)} s of CPU.`,
  );
  const events = busySeconds(rate, seconds + SETTLED_MS / 1_000);
  say(`Posting ${rate} events a second for ${seconds} s beside ${whole(rules)} rules…`);

  const began = Date.now();
  const accepted = new Map<string, number>();
  const samples: Usage[][] = [];
  const posts: Promise<void>[] = [];
  const isOver = () => Date.now() - began > SETTLED_MS + seconds * 1_000;
  const sampling = (async () => {
    await sleep(SETTLED_MS);
    for (; !isOver(); await sleep(SAMPLE_MS)) samples.push(usage());
  })();
  const marking = (async () => {
    await sleep(SETTLED_MS);
    for (let i = 0; !isOver(); i += 1, await sleep(MARK_EVERY_MS)) {
      const rep = `marked-${i}`;
      await post(markedCall(rep));
      accepted.set(rep, performance.now());
    }
  })();
  for (const { atMs, line } of events) {
    const waitMs = began + atMs - Date.now();
    if (waitMs > 0) await sleep(waitMs);
    posts.push(post(line));
  }
  await Promise.all([...posts, sampling, marking]);
  await sleep(10_000);
  report({ rules, rate, accepted, counted, arrived, samples });
  await updates.stop();
  hook.close();
  rmSync(dir, { recursive: true });
}

/** Resolves once the history of so many rules is judged. */
async function judged(url: string, headers: Record<string, string>, count: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/v1/alert-rules`, { headers });
    const { rules } = (await answer.json()) as { rules: { judged_to: string | null }[] };
    if (rules.length === count && rules.every(({ judged_to }) => judged_to !== null)) return;
    await sleep(2_000);
  }
}

const markedCall = (rep: string): string =>
  JSON.stringify({
    specversion: '1.0',
    id: rep,
    source: 'marks',
    type: 'call.logged',
    time: new Date().toISOString(),
    data: {
      call_id: rep,
      started_at: new Date().toISOString(),
      rep_id: rep,
      direction: 'inbound',
      outcome: 'connected',
      duration_ms: 1_000,
      channel: 'mark',
    },
  });

const isOfCalls = (update: Update | null) => update?.kind === 'cells' && update.fact === 'call';

async function repsMarked(clickhouse: ClickHouse): Promise<string[]> {
  const rows = await clickhouse.rows<{ rep: string }>(
    `SELECT DISTINCT rep FROM call_cells WHERE tenant = '${TENANT}' AND channel = 'mark'`,
  );
  return rows.map(({ rep }) => rep);
}

interface Measured {
  rules: number;
  rate: number;
  accepted: ReadonlyMap<string, number>;
  /** When it was said that cells are restated, and they had it. */
  counted: ReadonlyMap<string, number>;
  arrived: ReadonlyMap<string, number>;
  samples: readonly Usage[][];
}

function report({ rules, rate, accepted, counted, arrived, samples }: Measured): void {
  const told = [...accepted].flatMap(([rep, at]) => {
    const to = arrived.get(rep);
    return to === undefined ? [] : [{ whole: to - at, own: to - Math.min(counted.get(rep) ?? to, to) }];
  });
  const row = (name: string, all: number[]) => [
    name,
    ...[0.5, 0.9, 0.99].map((p) =>
      whole(
        quantile(
          all.toSorted((a, b) => a - b),
          p,
        ),
      ),
    ),
  ];
  console.log(
    `\n${whole(rules)} rules at ${rate} events/s: ${told.length} of ${accepted.size} events that make a rule hold were told, ms\n`,
  );
  console.log(
    table(
      ['until the webhook, from', 'p50', 'p90', 'p99'],
      [
        row(
          'accepted',
          told.map((each) => each.whole),
        ),
        row(
          'counted in the cells',
          told.map((each) => each.own),
        ),
      ],
    ),
  );
  const shares = samples.slice(1).map((sample, i) => cpuBetween(samples[i]!, sample));
  const names = [...(shares[0]?.keys() ?? [])];
  const percent = (ms: number) => tenth((ms * 100) / SAMPLE_MS);
  const memory = (name: string) =>
    Math.max(...samples.map((all) => all.find((each) => each.name === name)?.memoryMb ?? 0));
  console.log('');
  console.log(
    table(
      ['CPU of', '% of a core', 'worst 10 s', 'most MB'],
      names.map((name) => {
        const all = shares.map((share) => share.get(name) ?? 0);
        const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length;
        return [name, percent(mean), percent(Math.max(...all)), whole(memory(name))];
      }),
    ),
  );
}
