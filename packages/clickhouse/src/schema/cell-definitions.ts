import { cellColumns, placesView } from '@tallyboard/facts/cell-table';
import { FACTS, type Fact } from '@tallyboard/facts/facts';
import { RANK } from '@tallyboard/facts/rank';
import type { ClickHouse, Work } from '../client.js';
import { readViews, type ViewFile } from './migrations.js';
import { fingerprint } from './plan.js';

const WORK: Work = { what: 'comparing definitions of cells', withinMs: 8_000 };

/** What decides how the cells of each fact come out: the order of events, the fold in SQL, what reads compute, what is credited or described by others, and their columns. */
export async function definitions(): Promise<Map<Fact, string>> {
  const views = await readViews();
  return new Map(
    FACTS.map((fact) => {
      const places = selectsOf(placesView(fact.name), views);
      if (places.length === 0) throw new Error(`schemas/views has no ${placesView(fact.name)}.sql`);
      const columns = cellColumns(fact).map(({ name, type }) => `${name} ${type}`);
      const computed = fact.reads.flatMap(({ id, history, computes }) =>
        computes ? [id, JSON.stringify(computes), ...selectsOf(history, views)] : [],
      );
      const { credited } = fact;
      const touches = credited?.touches(undefined);
      const crediting = touches ? [JSON.stringify(credited), touches, ...viewsNamed(touches, views)] : [];
      const { described } = fact;
      const describing = described ? [JSON.stringify(described), ...selectsOf(described.history, views)] : [];
      return [
        fact,
        fingerprint([RANK, ...places, ...columns, ...computed, ...crediting, ...describing].join('\n')),
      ];
    }),
  );
}

/** What a view says, and what the views say that it names. */
function selectsOf(view: string, views: readonly ViewFile[]): string[] {
  const select = views.find(({ name }) => name === view)?.select;
  if (select === undefined) return [];
  return [
    select,
    ...viewsNamed(
      select,
      views.filter(({ name }) => name !== view),
    ),
  ];
}

const viewsNamed = (sql: string, views: readonly ViewFile[]): string[] =>
  views
    .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql))
    .flatMap(({ name }) => selectsOf(name, views));

/** By which definition the cells of a fact are stored; null: not known. */
export async function storedDefinition(clickhouse: ClickHouse, { name }: Fact): Promise<string | null> {
  const [row] = await clickhouse.rows<{ definition: string }>(
    'SELECT definition FROM cell_definitions FINAL WHERE fact = {name: String}',
    { name },
    undefined,
    WORK,
  );
  return row?.definition ?? null;
}

export async function noteDefinition(
  clickhouse: ClickHouse,
  { name }: Fact,
  definition: string,
): Promise<void> {
  await clickhouse.insertRows(
    'cell_definitions',
    ['fact', 'definition'],
    [JSON.stringify([name, definition])],
  );
}
