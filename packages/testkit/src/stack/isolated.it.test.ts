import { isCoordinating } from '@tallyboard/embedded/probe';
import { expect, test } from 'vitest';
import { isolated } from './isolated.js';

test('the stack of the run answers', async () => {
  const { brokers, clickhouseUrl } = isolated();
  const [host, port] = brokers.split(':');
  expect(await isCoordinating(String(host), Number(port), 4)).toBe(true);
  expect(await (await fetch(`${clickhouseUrl}/ping`)).text()).toBe('Ok.\n');
});

test('no two get the same names', () => {
  const [one, another] = [isolated(), isolated()];
  expect(one.database).not.toBe(another.database);
  expect(one.topicPrefix).not.toBe(another.topicPrefix);
});

test('the names need no quoting', () => {
  const { database, topicPrefix } = isolated();
  expect(database).toMatch(/^[a-z]\w+$/);
  expect(`${topicPrefix}crm.events`).toMatch(/^[a-zA-Z0-9._-]+$/);
});
