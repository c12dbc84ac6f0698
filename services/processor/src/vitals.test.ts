import { expect, test } from 'vitest';
import { createVitals } from './vitals.js';

function vitalsAt() {
  let nowMs = 0;
  const vitals = createVitals('projecting', () => nowMs);
  const passInSilence = (ms: number) => (nowMs += ms);
  /** Kafka answers all the while. */
  const pass = (ms: number) => {
    passInSilence(ms);
    vitals.reached(true);
  };
  return { vitals, pass, passInSilence };
}

test('a stage that has nothing to do is well, however long that is', () => {
  const { vitals, pass } = vitalsAt();
  vitals.owes(0);
  pass(3_600_000);
  expect(vitals.report()).toEqual({ ok: true });
  // What comes now has only just come.
  vitals.owes(5);
  expect(vitals.report()).toEqual({ ok: true });
  expect(vitals.standsStillMs()).toBe(0);
});

test('a stage that owes something and does nothing says so before 10 s are over, until it works again', () => {
  const { vitals, pass } = vitalsAt();
  vitals.owes(5);
  pass(7_900);
  expect(vitals.report().ok).toBe(true);
  pass(1_100);
  expect(vitals.report()).toEqual({
    ok: false,
    detail: 'projecting stands still: 5 messages wait, and nothing was done for 9 s',
  });
  vitals.worked();
  expect(vitals.report().ok).toBe(true);
});

test('a failure is told at once, until something works', () => {
  const { vitals } = vitalsAt();
  vitals.failed(new Error('no such table'));
  expect(vitals.report()).toEqual({ ok: false, detail: 'projecting fails: no such table' });
  vitals.worked();
  expect(vitals.report().ok).toBe(true);
});

test('partitions that nobody reads are named, once a rebalance would be over', () => {
  const { vitals, pass } = vitalsAt();
  vitals.unread([4, 5]);
  pass(5_000);
  expect(vitals.report().ok).toBe(true);
  vitals.unread([4, 5]);
  pass(4_000);
  expect(vitals.report()).toEqual({ ok: false, detail: 'nobody reads partition 4, 5' });
  vitals.unread([]);
  expect(vitals.report().ok).toBe(true);
});

test('Kafka that does not answer is told, and a moment without an answer is not', () => {
  const { vitals, passInSilence } = vitalsAt();
  passInSilence(7_000);
  expect(vitals.report().ok).toBe(true);
  vitals.reached(false, 'connection refused');
  passInSilence(2_000);
  expect(vitals.report()).toEqual({ ok: false, detail: 'Kafka does not answer: connection refused' });
  vitals.reached(true);
  expect(vitals.report().ok).toBe(true);
});

test('what is read again is told while it lasts', () => {
  const { vitals } = vitalsAt();
  vitals.owes(120, 100);
  expect(vitals.report()).toEqual({
    ok: true,
    detail: 'reads 100 messages again, of which ClickHouse may lack some',
  });
  vitals.owes(3, 0);
  expect(vitals.report()).toEqual({ ok: true });
});

test('after ClickHouse was started anew it is not well until all that came before that was noticed is done again', () => {
  const { vitals, pass } = vitalsAt();
  vitals.lost();
  vitals.owes(120, 100);
  expect(vitals.report()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('100 messages of before'),
  });
  pass(2_000);
  // Said by one who has not noticed yet.
  vitals.complete(0);
  expect(vitals.report().ok).toBe(false);
  pass(2_000);
  vitals.complete(2_000);
  expect(vitals.report().ok).toBe(false);
  vitals.owes(0);
  vitals.complete(500);
  expect(vitals.report()).toEqual({ ok: true });
});

test('that the log is not the first one is told for as long as that is so', () => {
  const { vitals } = vitalsAt();
  vitals.log(false);
  expect(vitals.report()).toMatchObject({ ok: true, detail: expect.stringContaining('Kafka was made anew') });
});

test('a stage that has lost its partitions, or does not find out where they begin, says so before 10 s are over', () => {
  const { vitals, pass } = vitalsAt();
  vitals.assigned(false);
  pass(7_900);
  expect(vitals.report()).toEqual({ ok: true });
  vitals.assigned(false, 'ClickHouse does not answer');
  pass(1_100);
  expect(vitals.report()).toEqual({
    ok: false,
    detail:
      'projecting waits: which partitions it has, or where they begin, is not known (ClickHouse does not answer)',
  });
  vitals.assigned(true);
  expect(vitals.report()).toEqual({ ok: true });
});
