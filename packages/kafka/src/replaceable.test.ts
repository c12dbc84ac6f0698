import { expect, test } from 'vitest';
import { replaceable } from './replaceable.js';

function counted() {
  const opened: number[] = [];
  const closed: number[] = [];
  const clients = replaceable(
    async () => {
      opened.push(opened.length + 1);
      return opened.length;
    },
    async (client) => {
      closed.push(client);
    },
  );
  return { clients, opened, closed };
}

test('calls share one client while they succeed', async () => {
  const { clients, opened } = counted();
  expect(await Promise.all([1, 2].map(() => clients.use(async (client) => client)))).toEqual([1, 1]);
  expect(await clients.use(async (client) => client)).toBe(1);
  expect(opened).toEqual([1]);
});

test('after a call that failed the next one gets a new client, and the old one is closed', async () => {
  const { clients, opened, closed } = counted();
  const fail = async () => {
    throw new Error('cut');
  };
  await expect(Promise.all([clients.use(fail), clients.use(fail)])).rejects.toThrow('cut');
  expect(await clients.use(async (client) => client)).toBe(2);
  expect([opened, closed]).toEqual([[1, 2], [1]]);
  await clients.close();
  expect(closed).toEqual([1, 2]);
});

test('a client that cannot be opened is tried again at the next call', async () => {
  let attempts = 0;
  const clients = replaceable(
    async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('refused');
      return attempts;
    },
    async () => {},
  );
  await expect(clients.use(async () => 0)).rejects.toThrow('refused');
  expect(await clients.use(async (client) => client)).toBe(2);
});
