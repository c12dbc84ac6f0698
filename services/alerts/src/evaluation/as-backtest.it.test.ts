import { backtest } from '@tallyboard/alerting/backtest';
import type { ReadSums } from '@tallyboard/alerting/history';
import type { Rule } from '@tallyboard/alerting/rule';
import { sumsOf } from '@tallyboard/answers/sums';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { createLogger } from '@tallyboard/runtime/logging';
import { Random } from '@tallyboard/runtime/random';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertBook } from '../log/alert-book.js';
import { Evaluator } from './evaluator.js';

const TENANT = 'acme';
const OFFICES = ['bonn', 'munich'];
/** A Monday to come, 08:00 UTC, epoch seconds. */
const BEGIN = Date.UTC(2030, 2, 4, 8) / 1_000;
const [QUARTER, DAY] = [900, 86_400];
const END = BEGIN + DAY / 2;
const PAST_WEEKS = 9;

const rule = (name: string, more: Partial<Rule>): Rule => ({ name, metric: 'calls', window: '1h', ...more });
const RULES: readonly Rule[] = [
  rule('busy', { by: ['office'], above: 46 }),
  rule('busy-for-long', { by: ['office'], above: 42, for: '30m', clear_after: '45m' }),
  rule('quiet', { below: 78 }),
  rule('less', { by: ['office'], change: { by: -0.15, weeks: 2 } }),
  rule('rising', { by: ['office'], window: '2h', every: '1h', rising: { margin: 0, chance: 0.05 } }),
];

const { clickhouseUrl, database } = isolated();
const random = new Random(5, 'calls');
let clickhouse: ClickHouse;
let revision = 0;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  const buckets: number[] = [];
  for (let at = BEGIN - PAST_WEEKS * 7 * DAY; at < END + DAY; at += QUARTER) buckets.push(at);
  await restate(buckets);
});
afterAll(() => clickhouse.close());

/** Bonn has more to do in the afternoon than it ever had. */
const more = (office: string, bucket: number): number =>
  office === 'bonn' && bucket >= BEGIN + DAY / 4 && bucket < END - QUARTER * 12 ? 9 : 0;

/** Calls of each office, drawn anew. */
async function restate(buckets: readonly number[]): Promise<void> {
  revision += 1;
  const none = OFFICES.map(() => '');
  const zero = OFFICES.map(() => 0);
  await clickhouse.insertRows(
    'call_cells_packed',
    ['tenant', 'bucket', 'office', 'team', 'rep', 'direction', 'outcome', 'channel', 'calls', 'talk_ms', 'talk_hist', 'revision'], // biome-ignore format: one line
    buckets.map((bucket) => {
      const calls = OFFICES.map((office) => 5 + Math.floor(random.unit() * 11) + more(office, bucket));
      return JSON.stringify([TENANT, bucket, OFFICES, none, none, none, none, none, calls, zero, OFFICES.map(() => ({})), revision]); // biome-ignore format: one line
    }),
  );
}

const read: ReadSums = ({ quantities, rule: { by = [], filter = {} } }, bounds, spans) =>
  sumsOf(clickhouse, { tenant: TENANT, quantities, by, filter, bounds, spans });

/** The evaluator that is live, and what stands of all that it has said since the beginning. */
function live() {
  const book = new AlertBook();
  let nowMs = 0;
  const evaluator = new Evaluator({
    rules: () => RULES.map((each) => ({ tenant: TENANT, rule: each })),
    isOurs: () => true,
    book,
    read: () => read,
    silent: async () => [],
    offices: async () => [],
    labels: async () => ({}),
    say: async (records) => {
      for (const record of records) book.take(record, nowMs);
    },
    now: () => nowMs,
    log: createLogger('alerts-test', 'silent'),
    onEvaluated: () => {},
  });
  const lookAt = (seconds: number) => {
    nowMs = seconds * 1_000;
    return evaluator.run(seconds, new AbortController().signal);
  };
  const firings = () =>
    book.of(TENANT).flatMap(({ steps }): Firing[] => {
      const fired = steps.find(({ state }) => state === 'firing');
      const last = steps.at(-1)!;
      if (!fired || last.state === 'withdrawn') return [];
      const { rule: name, group, at } = fired;
      return [{ rule: name, group, firedAt: at, endedAt: last.state === 'resolved' ? last.at : null }];
    });
  const withdrawn = () => book.of(TENANT).filter(({ steps }) => steps.at(-1)!.state === 'withdrawn').length;
  return { evaluator, lookAt, firings, withdrawn };
}

interface Firing {
  rule: string;
  group: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  firedAt: number;
  endedAt: number | null;
}

async function backtested(to: number): Promise<Firing[]> {
  const found: Firing[] = [];
  for (const each of RULES) {
    const span = { from: BEGIN - 3 * DAY, to };
    const { firings } = await backtest(TENANT, each, [], span, read);
    for (const { group, fired_at, ended_at } of firings)
      found.push({
        rule: each.name,
        group,
        firedAt: Date.parse(fired_at) / 1_000,
        endedAt: ended_at === null ? null : Date.parse(ended_at) / 1_000,
      });
  }
  return found;
}

/** What fired after the beginning, in an order of its own. */
const since = (firings: readonly Firing[]): string[] =>
  firings
    .filter(({ firedAt }) => firedAt > BEGIN)
    .map((each) => JSON.stringify(each))
    .sort();

describe('backtest and what is live', () => {
  const { evaluator, lookAt, firings, withdrawn } = live();

  it('fire and end for the same groups at the same instants', async () => {
    for (let at = BEGIN; at <= END; at += QUARTER) await lookAt(at);
    const found = since(await backtested(END));
    expect(since(firings())).toEqual(found);
    for (const { name } of RULES) expect(found.join()).toContain(`"rule":"${name}"`);
  });

  it('agree about what stands when corrections have come late', async () => {
    const corrected = Array.from({ length: 12 }, (_, i) => END - (2 + i * 3) * QUARTER);
    await restate(corrected);
    evaluator.restated(TENANT, 'call', corrected);
    await lookAt(END + QUARTER);
    // What was sure before its quarter of an hour was over is judged with it.
    await lookAt(END + 2 * QUARTER);
    expect(withdrawn()).toBeGreaterThan(0);
    const [said, so] = [firings(), await backtested(END + 2 * QUARTER)];
    const isOpen = ({ endedAt }: Firing) => endedAt === null;
    const names = (all: readonly Firing[]) =>
      all.map(({ rule: name, group }) => JSON.stringify([name, group])).sort();
    expect(names(said.filter(isOpen))).toEqual(names(so.filter(isOpen)));
    // Where an alert is cut may differ; what stands was so, and what was so stands.
    const later = ({ firedAt }: Firing) => firedAt > BEGIN;
    expect(said.filter(later).filter((each) => !so.some((other) => meet(each, other)))).toEqual([]);
    expect(so.filter(later).filter((each) => !said.some((other) => meet(each, other)))).toEqual([]);
  });
});

/** Of the same group, and firing at one instant. */
const meet = (a: Firing, b: Firing): boolean =>
  a.rule === b.rule &&
  JSON.stringify(a.group) === JSON.stringify(b.group) &&
  a.firedAt < (b.endedAt ?? Number.POSITIVE_INFINITY) &&
  b.firedAt < (a.endedAt ?? Number.POSITIVE_INFINITY);
