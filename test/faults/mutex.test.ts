import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { httpProtocol } from '@tallyboard/testkit/faults/http-protocol';
import { aimed, isRequest } from '@tallyboard/testkit/faults/plan';
import { type FaultProxy, startFaultProxy } from '@tallyboard/testkit/faults/proxy';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterEach, beforeEach, expect, it } from 'vitest';

const { clickhouseUrl } = isolated();
let proxy: FaultProxy;
let clickhouse: ClickHouse;
beforeEach(async () => {
  proxy = await startFaultProxy({ protocol: httpProtocol, target: Number(new URL(clickhouseUrl).port) });
  const url = `http://127.0.0.1:${proxy.port}`;
  clickhouse = connectClickHouse({ url, ...testUser, database: 'default' });
});
afterEach(async () => {
  await clickhouse.close();
  await proxy.stop();
});

it.each([
  ['the statement that holds it never arrives', 'SELECT FROM numbers', 'before-request'],
  ['the answer to whether it is held never comes', 'SELECT FROM system.processes', 'before-response'],
] as const)('a mutex is given up, and free for the next, when %s', async (_, name, at) => {
  proxy.follow(aimed({ where: isRequest(name), fault: { kind: 'hang', at } }));
  const mutex = `mutex ${name}`;
  await expect(clickhouse.alone(mutex, async () => 'mine')).rejects.toThrow('has not answered within 10 s');
  expect(proxy.strikes).toHaveLength(1);
  expect(await clickhouse.alone(mutex, async () => 'mine')).toBe('mine');
});
