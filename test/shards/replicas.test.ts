import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate, requireSchema } from '@tallyboard/clickhouse/migrate';
import { httpProtocol } from '@tallyboard/testkit/faults/http-protocol';
import { type FaultProxy, startFaultProxy } from '@tallyboard/testkit/faults/proxy';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterEach, beforeEach, expect, it } from 'vitest';

const { clickhouseUrl, database } = isolated();

/** Two addresses of one server, since the embedded engine has no replicas. */
let proxies: FaultProxy[];
let both: ClickHouse;
beforeEach(async () => {
  const target = Number(new URL(clickhouseUrl).port);
  proxies = await Promise.all([0, 1].map(() => startFaultProxy({ protocol: httpProtocol, target })));
  both = connectClickHouse({
    url: proxies.map(({ port }) => `http://127.0.0.1:${port}`).join(','),
    ...testUser,
    database,
  });
});
afterEach(async () => {
  await both.close();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
});

const asked = () => proxies.map(({ seen }) => [...seen.values()].reduce((sum, n) => sum + n, 0));
const numbers = (clickhouse: ClickHouse) => clickhouse.rows('SELECT number AS n FROM numbers(2)');

it('one address is asked for as long as it answers, and then the other one, also by who asks elsewhere', async () => {
  const elsewhere = both.elsewhere('default');
  await numbers(elsewhere);
  await numbers(elsewhere);
  expect(asked()[1]).toBe(0);
  await proxies[0]!.stop();
  // A connection that was open may be found broken first: that is an error, and what is asked next goes on.
  await numbers(elsewhere).catch(() => {});
  expect(await numbers(elsewhere)).toEqual([{ n: 0 }, { n: 1 }]);
  await elsewhere.command('SELECT 1');
  await elsewhere.ping();
  const before = asked()[1]!;
  expect(before).toBeGreaterThan(1);
  for await (const rows of elsewhere.tuples('SELECT 1')) expect(rows).toEqual([[1]]);
  await elsewhere.close();
});

it('what is inserted when an address is away is stored by way of the other one', async () => {
  const direct = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(direct);
  await proxies[0]!.stop();
  await both.insertRows('migrations', ['name'], [JSON.stringify(['a note of the test'])]);
  expect(await both.rows("SELECT name FROM migrations WHERE name = 'a note of the test'")).toHaveLength(1);
  await direct.close();
});

it('several addresses of servers whose tables are each their own are refused at start', async () => {
  const sentence = /several addresses .* not replicated \(.*TALLY_CLICKHOUSE_ENGINES=replicated/;
  const direct = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(direct);
  await direct.close();
  await expect(requireSchema(both)).rejects.toThrow(sentence);
  await expect(migrate(both)).rejects.toThrow(sentence);
});
