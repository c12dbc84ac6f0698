import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChaoticCompany, startCompany } from './company.js';

/** Between two kills. */
const EVENTS = 3_500;

const stack = isolated();
let company: ChaoticCompany;
beforeAll(async () => {
  company = await startCompany(stack);
});
afterAll(() => company.stop());

describe('with each service killed by -9 twice while a misbehaving company streams', () => {
  it('nothing that the company sent is lost', { timeout: 420_000 }, async () => {
    const { simulator, ingest, processor, query } = company.services;
    await company.daysBegin();
    for (const service of [processor, ingest, simulator, query, processor, ingest, simulator, query]) {
      await company.logGrows(EVENTS);
      await service.crashAndRestart();
    }
    await company.logGrows(EVENTS);
    await company.comeToRest();
    const { done, logged, messages } = await company.ledger();
    expect([...done].filter((id) => !logged.has(id))).toEqual([]);
    expect(done.size).toBeGreaterThan(EVENTS);
    // Duplicates came through, both those of the sources and those of the crashes.
    expect(messages).toBeGreaterThan(logged.size);
  });

  it('every cell is right, as tally verify proves', { timeout: 180_000 }, async () => {
    const { code, stdout, stderr } = await company.tally('verify', '--json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const proof = JSON.parse(stdout);
    expect(proof).toMatchObject({ wrong_cells: 0, moving_cells: 0 });
    for (const cells of Object.values(proof.cells_by_fact)) expect(cells).toBeGreaterThan(0);
  });

  it('and one wrong number among them is found and named', { timeout: 180_000 }, async () => {
    const clickhouse = connectClickHouse({ url: stack.clickhouseUrl, ...testUser, database: stack.database });
    const first = 'FROM call_cells_packed FINAL WHERE notEmpty(calls) ORDER BY tenant, bucket LIMIT 1';
    const [cell] = await clickhouse.rows<{ rep: string }>(`SELECT rep[1] AS rep ${first}`);
    await clickhouse.command(`INSERT INTO call_cells_packed
      SELECT * REPLACE (arrayMap((n, i) -> n + (i = 1), calls, arrayEnumerate(calls)) AS calls, revision + 1 AS revision)
      ${first}`);
    await clickhouse.close();
    const { code, stdout } = await company.tally('verify', '--json');
    expect(code).toBe(3);
    const proof = JSON.parse(stdout);
    expect(proof.wrong_cells).toBe(1);
    expect(JSON.stringify(proof.wrong)).toContain(cell!.rep);
  });
});
