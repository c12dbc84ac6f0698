import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { isolated } from '@tallyboard/testkit/isolated';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';

const names = isolated();
const { clickhouseUrl, database } = names;
const dir = mkdtempSync(join(tmpdir(), 'tally-doctor-'));
const tally = tallyIn(dir, settingsOf(names));

let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(async () => {
  await clickhouse.close();
  rmSync(dir, { recursive: true });
});

const COLUMNS = ['tenant', 'source', 'event_id', 'source_version', 'digest', 'type'];
type Event = [tenant: string, source: string, id: string, version: number, digest: number, type: string];

const store = (entity: string, id: string, ...events: Event[]) =>
  clickhouse.insertRows(
    `${entity}_events`,
    [...COLUMNS, `${entity}_id`],
    events.map((event) => JSON.stringify([...event, id])),
  );

describe('tally doctor data', () => {
  it('finds nothing where every id stands for one content, however often it came', async () => {
    await store('deal', 'D-1', ['acme', 'crm', '1', 1, 11, 'deal.opened'], ['acme', 'crm', '2', 1, 12, 'x']);
    await store('deal', 'D-1', ['acme', 'crm', '1', 1, 11, 'deal.opened']);
    // The same id of another source, another tenant, another kind of entity is another event.
    await store('deal', 'D-2', ['acme', 'phone', '1', 1, 13, 'x'], ['globex', 'crm', '1', 1, 14, 'x']);
    await store('ticket', 'T-1', ['acme', 'crm', '1', 1, 15, 'ticket.opened']);
    const { code, stdout } = await tally(['doctor', 'data']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Every source and id stands for one content\.$/m);
    expect(JSON.parse((await tally(['doctor', 'data', '--json'])).stdout)).toMatchObject({
      conflicts: { total: 0, listed: [] },
    });
  });

  it('lists ids that stand for more, with whom they are about and how many contents there are', async () => {
    await store('deal', 'D-1', ['acme', 'crm', '1', 1, 21, 'deal.closed'], ['acme', 'crm', '1', 2, 22, 'x']);
    await store('deal', 'D-9', ['acme', 'crm', '1', 1, 23, 'deal.opened']);
    await store(
      'call',
      'C-1',
      ['globex', 'crm', '7', 1, 1, 'call.logged'],
      ['globex', 'crm', '7', 1, 2, 'x'],
    );
    const { code, stdout } = await tally(['doctor', 'data', '--json']);
    // Odd data is an answer; 1 means that there is none.
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      conflicts: {
        total: 2,
        listed: [
          {
            tenant: 'acme',
            entity: 'deal',
            source: 'crm',
            event_id: '1',
            entity_ids: ['D-1', 'D-9'],
            types: ['deal.closed', 'deal.opened', 'x'],
            versions: 4,
          },
          expect.objectContaining({ tenant: 'globex', entity: 'call', entity_ids: ['C-1'], versions: 2 }),
        ],
      },
    });
    const shown = await tally(['doctor', 'data', '--limit', '1']);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^2 ids stand for more than one content/m);
    expect(shown.stdout).toMatch(/^acme +crm +1 +4 +deal\.closed, deal\.opened, x +deal D-1, D-9$/m);
    expect(shown.stdout).toMatch(/… and 1 more/);
  });

  it('looks at the events of every entity', async () => {
    const entities = [...new Set(EVENT_TYPES.map((type) => type.split('.')[0]!))];
    for (const entity of entities)
      await store(entity, 'every', ['all', 'crm', 'e', 1, 1, 'x'], ['all', 'crm', 'e', 1, 2, 'x']);
    const { stdout } = await tally(['doctor', 'data', '--json', '--limit', '100']);
    const listed = (JSON.parse(stdout).conflicts.listed as { tenant: string; entity: string }[])
      .filter(({ tenant }) => tenant === 'all')
      .map(({ entity }) => entity);
    expect(listed.sort()).toEqual(entities.sort());
  });

  it('lists what looks wrong, of all tenants or one, and of a time', async () => {
    const problems = async (...args: string[]) =>
      JSON.parse((await tally(['doctor', 'data', '--json', ...args])).stdout).problems as {
        tenant: string;
        kind: string;
      }[];
    const columns = ['tenant', 'source', 'event_id', 'source_version', 'occurred_at', 'recorded_at', 'type', 'effective_from', 'office_id', 'rep_id']; // biome-ignore format: one line
    const at = (instant: string) => Date.parse(instant);
    for (const tenant of ['initech', 'hooli'])
      await clickhouse.insertRows('rep_events', columns, [
        JSON.stringify([tenant, 'hr', '1', at('2026-03-02'), at('2026-03-02'), at('2026-03-03'), 'rep.updated', at('2026-03-02'), 'moon', 'ann']), // biome-ignore format: one line
      ]);
    const expected = {
      source: 'hr',
      entity: 'rep',
      kind: 'refers_to_nobody',
      field: 'office_id',
      events: 1,
      of: 1,
      share: 1,
      examples: ['ann'],
    };
    const ofReps = (await problems()).filter(({ kind }) => kind === 'refers_to_nobody');
    expect(ofReps).toContainEqual({ tenant: 'hooli', ...expected });
    expect(ofReps).toContainEqual({ tenant: 'initech', ...expected });
    expect(await problems('--tenant', 'hooli', '--from', '2026-03-02', '--to', '2026-03-03')).toEqual([
      { tenant: 'hooli', ...expected },
    ]);
    expect(await problems('--tenant', 'hooli', '--from', '2026-03-03')).toEqual([]);
    const { code, stdout } = await tally(['doctor', 'data', '--tenant', 'hooli']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hooli +hr +rep +refers_to_nobody +office_id +1 +100\.00 % +ann$/m);
  });

  it('wants a time that there is', async () => {
    const { code, stderr } = await tally(['doctor', 'data', '--period', 'last_weak']);
    expect([code, stderr.trim()]).toEqual([2, expect.stringMatching(/last_week/)]);
  });

  it('says in one sentence when ClickHouse has nothing of ours', async () => {
    const { code, stderr } = await tally(['doctor', 'data'], { TALLY_CLICKHOUSE_DATABASE: 'nowhere_at_all' });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/TALLY_CLICKHOUSE_DATABASE|nowhere_at_all/);
  });
});
