import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf, createCheckpoints, NO_REJECTS } from './checkpoint.js';
import { ORDERS } from './entities/orders.js';
import type { OutgoingEvent } from './events.js';
import { readMapping } from './mapping.js';
import { createRejects, type RejectsMark } from './rejects.js';
import { type ImportReport, runImport } from './run.js';
import type { Send } from './send.js';

const MAPPING = `
source: shop
dates: { format: yyyy-MM-dd }
orders:
  only: { column: kind, values: [order] }
  id: { column: id }
  placed_at: { column: day }
  product: { column: product }
  amount: { column: amount }
  currency: { constant: EUR }
  rep: { column: rep }
reps:
  file: reps.csv
  id: { column: id }
  name: { column: id }
  effective_from: { constant: 2020-01-01 }
  office: { id: { column: office }, name: { column: office }, zone: { constant: UTC } }
`;
const LINES = 9_000;

let dir: string;
let orders: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-interrupted-'));
  orders = join(dir, 'orders.csv');
  writeFileSync(join(dir, 'reps.csv'), 'id,office\nann,west\n');
  writeFileSync(
    orders,
    `kind,id,day,product,amount,rep\n${Array.from({ length: LINES }, lineOf).join('\n')}\n`,
  );
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Some cannot be used, some are no orders, some are one order with a line far away, some are of a rep on no list. */
function lineOf(_: unknown, i: number): string {
  const day = i % 1_000 === 7 ? 'someday' : '2026-03-04';
  const id = i % 3_000 === 2_999 ? 'early' : `O${i}`;
  return `${i % 500 === 3 ? 'quote' : 'order'},${i === 5 ? 'early' : id},${day},Desk${i % 3_000},10,${i % 4 === 0 ? 'bob' : 'ann'}`;
}

/** Of every thousandth event it says that it will not have it. */
const refusing = (events: readonly OutgoingEvent[]) =>
  events
    .filter(({ data }) => /^O\d+50$/.test(String(data.order_id)) && String(data.order_id).length === 5)
    .map(({ id }) => ({ id, reason: 'not today' }));

interface Run {
  /** How many requests are answered before the process ends. */
  answered?: number;
  /** The line at which reading ends with an error, the first that is sent; what is under way then is answered later. */
  unreadable?: number;
  /** Epoch ms. */
  at?: number;
  identity?: string;
}

/** An import of the orders, by a process that may end in the middle. What was taken is in `taken`. */
async function importing(
  taken: OutgoingEvent[],
  { answered = Number.POSITIVE_INFINITY, unreadable, at = 1_000, identity = '' }: Run = {},
) {
  let requests = 0;
  const went: number[] = [];
  let fail = () => {};
  const failed = new Promise<void>((resolve) => {
    fail = resolve;
  });
  const send: Send = async (events) => {
    requests += 1;
    // The reps have the first.
    if (unreadable && requests > 2) await failed.then(() => setImmediate());
    if (requests > answered) throw new Error('killed');
    const refusals = refusing(events);
    taken.push(...events.filter(({ id }) => !refusals.some((each) => each.id === id)));
    return refusals;
  };
  let nowMs = 0;
  const stem = (path: string) => path.replace(/\.csv$/, '');
  const checkpoints = createCheckpoints({
    keptFor: (path) => ({
      ...{ at: `${stem(path)}.import.json`, rejects: `${stem(path)}.rejects.csv` },
      identity: { content: contentOf(path), identity },
    }),
    onTrouble: (why) => expect(why).toBe(''),
    // Whatever is noted is written.
    now: () => {
      nowMs += 1_000;
      return nowMs;
    },
  });
  const report = await runImport({
    ...{ mapping: readMapping(MAPPING, 'm'), entity: ORDERS, files: [orders], checkpoints, send },
    now: () => at,
    rejectsPath: (path) => `${stem(path)}.rejects.csv`,
    progress: () => ({
      update(_done, _total, note) {
        if (note !== `line ${unreadable}`) return;
        fail();
        throw new Error('killed');
      },
      finish: () => undefined,
    }),
    onReject: () => undefined,
    onGoingOn: (_, { intake }) => went.push(intake.lines),
  }).catch((error: Error) => {
    if (error.message !== 'killed') throw error;
    return undefined;
  });
  if (report) checkpoints.clear();
  return { report, went };
}

const rejects = () => readFileSync(join(dir, 'orders.rejects.csv'), 'utf8');
const versions = (events: readonly OutgoingEvent[]) => [
  ...new Set(events.map(({ data }) => data.source_version)),
];
const idsOf = (events: readonly OutgoingEvent[]) => events.map(({ id }) => id).sort();
const comparable = (report: ImportReport | undefined) => ({
  ...report,
  files: report?.files.map(({ skipped: _, ...rest }) => rest),
});

describe('an import that ended in the middle', () => {
  it.each([1, 2, 4])(
    'after %i answers goes on to what it would have been: every event once, of one version',
    async (answered) => {
      const whole: OutgoingEvent[] = [];
      const { report: expected } = await importing(whole);
      const expectedRejects = rejects();
      rmSync(join(dir, 'orders.rejects.csv'));

      const taken: OutgoingEvent[] = [];
      expect((await importing(taken, { answered })).report).toBeUndefined();
      const before = taken.length;
      const { report, went } = await importing(taken, { at: 2_000 });
      expect(went.at(-1)).toBeGreaterThan(0);
      expect(taken.length).toBeGreaterThan(before);
      expect(idsOf(taken)).toEqual(idsOf(whole));
      expect(new Set(idsOf(taken)).size).toBe(taken.length);
      expect(versions(taken)).toEqual([1_000]);
      expect(comparable(report)).toEqual(comparable(expected));
      expect(rejects()).toBe(expectedRejects);
      expect(report?.unknownReps).toEqual([{ rep: 'bob', events: expect.any(Number) }]);
      expect(report?.files.at(-1)).toMatchObject({ lines: LINES, passed: 18 });
      expect(report?.rejected).toBeGreaterThan(20);
      // Nothing is left of it.
      expect(readdirSync(dir).sort()).toEqual(['orders.csv', 'orders.rejects.csv', 'reps.csv']);
    },
  );

  it('loses no rejected line when reading ends while an answer is under way', async () => {
    const whole: OutgoingEvent[] = [];
    await importing(whole);
    const expectedRejects = rejects();
    rmSync(join(dir, 'orders.rejects.csv'));
    const taken: OutgoingEvent[] = [];
    await importing(taken, { unreadable: 4_200 });
    await setImmediate();
    expect(rejects()).toContain('someday');
    expect(expectedRejects.startsWith(rejects())).toBe(true);
    await importing(taken, { at: 2_000 });
    expect(idsOf(taken)).toEqual(idsOf(whole));
    expect(rejects()).toBe(expectedRejects);
  });

  it('may end again and again', async () => {
    const whole: OutgoingEvent[] = [];
    await importing(whole);
    const taken: OutgoingEvent[] = [];
    for (let at = 1_000; !(await importing(taken, { answered: 2, at })).report; at += 1_000);
    expect(idsOf(taken)).toEqual(idsOf(whole));
    expect(versions(taken)).toEqual([1_000]);
  });

  it('begins anew with another content, or as another import, at its own version', async () => {
    const taken: OutgoingEvent[] = [];
    await importing([], { answered: 3 });
    expect((await importing(taken, { at: 2_000, identity: 'other mapping' })).went).toEqual([]);
    expect(versions(taken)).toEqual([2_000]);
    await importing([], { answered: 3, at: 3_000 });
    utimesSync(orders, 1, 1);
    const again: OutgoingEvent[] = [];
    // The reps beside it are what they were, and settled.
    expect((await importing(again, { at: 4_000 })).went).toEqual([1]);
    expect(versions(again)).toEqual([4_000]);
  });

  it('reads rejected lines again that somebody has mended meanwhile, at the version that it had', async () => {
    await importing([], { answered: 3 });
    writeFileSync(join(dir, 'orders.rejects.csv'), rejects().replace('someday', '2026-03-05'));
    const taken: OutgoingEvent[] = [];
    const { report } = await importing(taken, { at: 2_000 });
    expect(versions(taken)).toEqual([1_000]);
    expect(report?.files.at(-1)).toMatchObject({ lines: LINES, skipped: 0 });
    expect(rejects()).not.toContain('2026-03-05');
  });

  it('keeps no rejected line that was written after it was noted how far it is, also where none follows', () => {
    const path = join(dir, 'orders.rejects.csv');
    const opened = (kept: RejectsMark) =>
      createRejects(path, ['id'], { delimiter: ',', encoding: 'utf-8' }, kept);
    const first = opened(NO_REJECTS);
    const line = (line: number) => ({ line, cells: ['a'], reason: 'empty', column: 'id' });
    first.add([line(2)]);
    const mark = first.mark();
    first.add([line(3)]);
    first.close();
    const second = opened(mark);
    second.close();
    expect(second.mark()).toEqual(mark);
    expect(rejects()).toBe('tally_line,tally_column,tally_reason,id\n2,id,empty,a\n');
  });

  it('takes no other file for how far it is, and does not write over it', async () => {
    const mine = join(dir, 'orders.import.json');
    writeFileSync(mine, '{"mine":true}');
    const taken: OutgoingEvent[] = [];
    await expect(importing(taken)).rejects.toThrow(/orders\.import\.json is not what an import keeps there/);
    expect([taken, readFileSync(mine, 'utf8')]).toEqual([[], '{"mine":true}']);
  });
});

it('an import that nothing has interrupted leaves nothing', async () => {
  await importing([]);
  expect(existsSync(join(dir, 'orders.import.json'))).toBe(false);
});
