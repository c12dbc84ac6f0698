import { Failure } from '@tallyboard/runtime/failure';
import { expect, test } from 'vitest';
import { createReplicas } from './replicas.js';

/** Three replicas of which some are away, and who was asked. */
function world(away: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const replicas = createReplicas(['a', 'b', 'c'], { at: 0 });
  const ask = () =>
    replicas.use(async (name) => {
      asked.push(name);
      if (away[name]) throw away[name];
      return name;
    });
  return { asked, away, ask };
}
const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
const sql = Object.assign(new Error('no such column'), { code: '47', type: 'UNKNOWN_IDENTIFIER' });

test('one that answers is asked again', async () => {
  const { ask } = world();
  expect([await ask(), await ask()]).toEqual(['a', 'a']);
});

test('when there is nobody at an address the next one is asked, and from then on', async () => {
  const { ask, asked, away } = world({ a: refused });
  expect(await ask()).toBe('b');
  delete away.a;
  expect(await ask()).toBe('b');
  expect(asked).toEqual(['a', 'b', 'b']);
});

test('who find out at the same time go on with the same one', async () => {
  const { ask } = world({ a: refused });
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['b', 'b', 'b']);
});

test('what may have been done is not done again, and the next question goes to the next one', async () => {
  for (const error of [reset, new Failure('has not answered within 5 s')]) {
    const { ask, asked } = world({ a: error });
    await expect(ask()).rejects.toBe(error);
    expect(await ask()).toBe('b');
    expect(asked).toEqual(['a', 'b']);
  }
});

test('what a server refuses is refused', async () => {
  const { ask, asked } = world({ a: sql });
  await expect(ask()).rejects.toBe(sql);
  await expect(ask()).rejects.toBe(sql);
  expect(asked).toEqual(['a', 'a']);
});

test('when nobody is anywhere that is an error, and all are tried again', async () => {
  const { ask, asked, away } = world({ a: refused, b: refused, c: refused });
  await expect(ask()).rejects.toBe(refused);
  delete away.b;
  expect(await ask()).toBe('b');
  expect(asked.slice(0, 3)).toEqual(['a', 'b', 'c']);
});
