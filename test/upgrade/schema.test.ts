import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate, planFor, requireSchema } from '@tallyboard/clickhouse/migrate';
import { readViews } from '@tallyboard/clickhouse/schema/migrations';
import { isEmpty } from '@tallyboard/clickhouse/schema/plan';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { placesView } from '@tallyboard/facts/cell-table';
import { FACTS } from '@tallyboard/facts/facts';
import { readingViews } from '@tallyboard/facts/reading-views';
import { tables, views } from '@tallyboard/facts/tables';
import { metricViews } from '@tallyboard/metrics/sql/views';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
beforeAll(() => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
});
afterAll(() => clickhouse.close());

const plain = (type: string) => type.replaceAll('LowCardinality(String)', 'String');

describe('the schema of a database', () => {
  it('is named as lacking where there is none, and made by nobody who only asks', async () => {
    await expect(requireSchema(clickhouse)).rejects.toThrow(/lacks \d+ migrations .*run tally migrate/);
    const [found] = await clickhouse
      .elsewhere('system')
      .rows('SELECT 1 FROM system.databases WHERE name = {database:String}', { database });
    expect(found).toBeUndefined();
  });

  it('is whole after one run, so that a second one has nothing to do', async () => {
    await migrate(clickhouse);
    expect(isEmpty(await planFor(clickhouse))).toBe(true);
    await requireSchema(clickhouse);
    expect(isEmpty(await migrate(clickhouse))).toBe(true);
  });

  it('has every column of every definition, of its type and with its words', async () => {
    const columns = await clickhouse.rows<{ table: string; name: string; type: string; comment: string }>(
      'SELECT table, name, type, comment FROM system.columns WHERE database = {database:String}',
      { database },
    );
    const stored = new Map(
      columns.map(({ table, name, type, comment }) => [`${table}.${name}`, { type, comment }]),
    );
    for (const { name: table, columns: defined } of tables())
      for (const { name, type, doc } of defined) {
        const there = stored.get(`${table}.${name}`);
        expect(`${table}.${name}: ${plain(there?.type ?? 'missing')} ${there?.comment}`).toBe(
          `${table}.${name}: ${plain(type)} ${doc}`,
        );
      }
  });

  it('tells people what a row of each view is', async () => {
    const files = await readViews();
    for (const { name, doc } of [...views(), ...metricViews(), ...files]) {
      const [view] = await clickhouse.rows<{ comment: string }>(
        'SELECT comment FROM system.tables WHERE database = {database:String} AND name = {name:String}',
        { database, name },
      );
      expect(view?.comment).toContain(doc);
    }
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(FACTS.map(({ name }) => `${name}_places`)),
    );
  });

  it('tells people what every table, every view and every column of them is', async () => {
    const silent = await clickhouse.rows<{ what: string }>(
      `SELECT name AS what FROM system.tables WHERE database = {database:String} AND comment = ''
       UNION ALL
       SELECT concat(table, '.', name) FROM system.columns WHERE database = {database:String} AND comment = ''`,
      { database },
    );
    expect(silent.map(({ what }) => what)).toEqual([]);
  });

  it.each([...metricViews(), ...readingViews()].map((view) => [view.name, view] as const))(
    'shows %s to people, with its columns in their order, whatever their client sets',
    async (name, { columns }) => {
      const found = await clickhouse.rows<{ column: string }>(
        'SELECT name AS column FROM system.columns WHERE database = {database:String} AND table = {name:String} ORDER BY position',
        { database, name },
      );
      expect(found.map(({ column }) => column)).toEqual(columns.map((column) => column.name));
      for (const setting of ['join_use_nulls = 1', "session_timezone = 'Asia/Tokyo'"])
        expect(await clickhouse.rows(`SELECT * FROM ${name} LIMIT 1 SETTINGS ${setting}`)).toBeDefined();
    },
  );

  it.each(FACTS.map((fact) => [fact.name, fact] as const))(
    'has in the places of each %s every measure and dimension of its definition, and no others',
    async (name, { entity, dimensions, measures, reads, credited, described }) => {
      const found = await clickhouse.rows<{ column: string }>(
        'SELECT name AS column FROM system.columns WHERE database = {database:String} AND table = {view:String}',
        { database, view: placesView(name) },
      );
      const looked = [
        ...reads.flatMap(({ gives }) => Object.keys(gives)),
        ...Object.keys(described?.gives ?? {}),
      ];
      const computed = reads.flatMap(({ computes }) => Object.keys(computes?.measures ?? {}));
      expect(found.map(({ column }) => column).toSorted()).toEqual(
        [
          ...['tenant', idFieldOf(entity), 'bucket', 'place_at', 'dims_at'],
          ...dimensions.filter((dimension) => !looked.includes(dimension)),
          ...reads.flatMap(({ computes }) => Object.keys(computes?.wants ?? {})),
          ...(credited ? ['touched_until'] : []),
          ...(described ? [described.id.column] : []),
          ...measures.map((measure) => measure.name).filter((measure) => !computed.includes(measure)),
        ].toSorted(),
      );
    },
  );

  it('gets a view again whose text is another, and a column that is missing', async () => {
    await clickhouse.command("CREATE OR REPLACE VIEW reps AS SELECT 1 AS one COMMENT 'as it once was [0]'");
    await clickhouse.command("ALTER TABLE deals COMMENT COLUMN won 'in other words'");
    await clickhouse.command('ALTER TABLE call_events DROP COLUMN channel');
    await clickhouse.command('ALTER TABLE call_cells_packed MODIFY COLUMN calls REMOVE CODEC');
    await clickhouse.command(
      "ALTER TABLE deal_events COMMENT COLUMN amount 'in the words of another version'",
    );
    // A reader of another version can do with other words and texts, and not without what is missing.
    await expect(requireSchema(clickhouse)).rejects.toThrow('lacks 1 table (call_events): run tally migrate');
    const made = await migrate(clickhouse);
    expect([made.tables, made.views].map((each) => each.map(({ name }) => name).sort())).toEqual([
      ['call_cells_packed', 'call_events', 'deal_events'],
      ['deals', 'reps'],
    ]);
    expect(await clickhouse.rows('SELECT tenant, rep_id, team FROM reps')).toEqual([]);
  });
});
