import { idFieldOf } from '@tallyboard/contracts/registry';
import { cellColumns, columnsOf, isMap } from './cell-table.js';
import type { Column } from './event-table.js';
import { FACTS, type Fact } from './facts.js';
import { placedSql } from './placed.js';

/** A view that follows from definitions. */
export interface View {
  name: string;
  /** What a row is. */
  doc: string;
  /** What each column says, in words. */
  columns: readonly Pick<Column, 'name' | 'doc'>[];
  /** What stands behind AS. */
  select: string;
}

/** `calls`, `activities`: what more than one of a fact are called, and the view of them. */
export const pluralOf = (fact: string): string =>
  /[^aeiou]y$/.test(fact) ? `${fact.slice(0, -1)}ies` : `${fact}s`;

/** The view of a fact's cells added up by the days of offices. */
export const dailyView = (fact: string): string => `${fact}_daily`;

/** Of each fact what counts now, and its sums by day: for whoever writes SQL and need not know how either is stored. */
export const readingViews = (): View[] => FACTS.flatMap((fact) => [rowsView(fact), daysView(fact)]);

interface Shown extends Pick<Column, 'name' | 'doc'> {
  /** What it is of the rows that the view selects from. */
  sql: string;
}

/** The places of a fact, each with what its reads give at its instant and with the local time of its office. */
function rowsView(fact: Fact): View {
  const { entity, name } = fact;
  const id = idFieldOf(entity);
  const columns: Shown[] = [
    tenant,
    { name: id, doc: `which ${name} it is`, sql: `timed.${id}` },
    { name: 'at', doc: 'when it counts, by UTC', sql: 'timed.place_at' },
    { ...day, sql: 'toDate(timed.local)' },
    {
      name: 'hour',
      doc: 'hour of that day by the same clock, 0 to 23',
      sql: 'toUInt8(substring(timed.local, 12, 2))',
    },
    zone,
    ...groupColumns(fact),
  ];
  const own = ['tenant', id, 'bucket', 'place_at', ...columnsOf(fact)];
  return {
    name: pluralOf(name),
    doc: `A row for each place where one of the ${pluralOf(name)} counts now; one may count in several, so add up measures and not rows.`,
    columns,
    select: `SELECT ${shownSql(columns)}
FROM
(
    SELECT located.*, ${zoneSql} AS zone, toString(located.bucket, zone) AS local
    FROM
    (
        ${placedSql(fact, { columns: own, merging: true })}
    ) AS located
    ${lookUp('located', 'office', 'office_clocks', 'office_id')}
) AS timed
${namesSql(fact, 'timed')}
${NO_NULLS}`,
  };
}

/** The cells of a fact, added up by the local day of their office. */
function daysView(fact: Fact): View {
  const { name, dimensions, measures } = fact;
  const columns: Shown[] = [tenant, { ...day, sql: 'timed.day' }, zone, ...groupColumns(fact)];
  const sums = measures.map((measure) =>
    as(`${isMap(measure.type) ? 'sumMap' : 'sum'}(local.${measure.name})`, measure.name),
  );
  return {
    name: dailyView(name),
    doc: `What the ${pluralOf(name)} of a day of an office come to: a row for each group. Days add up: numbers by sum, maps by sumMap.`,
    columns,
    select: `SELECT ${shownSql(columns)}
FROM
(
    SELECT tenant, zone, day, ${dimensions.join(', ')}, ${sums.join(', ')}
    FROM ${countedCells(fact)} AS local
    GROUP BY tenant, zone, day, ${dimensions.join(', ')}
) AS timed
${namesSql(fact, 'timed')}
${NO_NULLS}`,
  };
}

/** The groups of cells by the days of offices, each product as that with which it counts. */
function countedCells(fact: Fact): string {
  if (!fact.dimensions.includes('product')) return localCells(fact);
  const columns = ['tenant', 'zone', 'day', ...columnsOf(fact)];
  return `(
        SELECT ${columns.map((column) => as(column === 'product' ? countedProduct('told') : `told.${column}`, column)).join(', ')}
        FROM ${localCells(fact)} AS told
        ${namedSql('told', 'product')}
    )`;
}

/** SQL of what FROM reads: the groups of cells, each with `zone` and `day` of its office. */
export const localCells = (fact: Fact): string =>
  `(
        SELECT cells.tenant AS tenant, ${zoneSql} AS zone, toDate(toString(cells.bucket, zone)) AS day,
            ${columnsOf(fact)
              .map((column) => as(`cells.${column}`, column))
              .join(', ')}
        FROM ${fact.name}_cells AS cells
        ${lookUp('cells', 'office', 'office_clocks', 'office_id')}
    )`;

const tenant: Shown = { name: 'tenant', doc: 'whose data it is', sql: 'timed.tenant' };
const day = { name: 'day', doc: 'day by the clock of the office, by UTC without one' };
const zone: Shown = { name: 'zone', doc: 'time zone of the office, UTC without one', sql: 'timed.zone' };

/** What has a name beside the id that a dimension is. */
const NAMED: Readonly<Record<string, { view: string; id: string }>> = {
  office: { view: 'offices', id: 'office_id' },
  rep: { view: 'reps', id: 'rep_id' },
  product: { view: 'products', id: 'product_id' },
};

/** The product with which one counts that was merged, see schemas/product. Each has one that is told of. */
const countedProduct = (of: string): string =>
  `if(products.survivor = '', toString(${of}.product), products.survivor)`;

/** Dimensions, each id with its name beside it, and measures. */
const groupColumns = (fact: Fact): Shown[] =>
  cellColumns(fact).flatMap(({ name, doc }) => {
    const names = NAMED[name];
    return [
      { name, doc, sql: name === 'product' ? countedProduct('timed') : `timed.${name}` },
      ...(names
        ? [
            {
              name: `${name}_name`,
              doc: `what the ${name} is called now`,
              sql: `${names.view}.name`,
            },
          ]
        : []),
      ...(name === 'product' ? [category] : []),
    ];
  });

const category: Shown = {
  name: 'category',
  doc: "what the product belongs to now; '' for nothing",
  sql: 'products.category',
};

const namesSql = ({ dimensions }: Fact, of: string): string =>
  Object.keys(NAMED)
    .filter((dimension) => dimensions.includes(dimension))
    .map((dimension) => namedSql(of, dimension))
    .join('\n');

const namedSql = (of: string, dimension: string): string =>
  lookUp(of, dimension, NAMED[dimension]!.view, NAMED[dimension]!.id);

const lookUp = (of: string, dimension: string, view: string, id: string): string =>
  `LEFT JOIN ${view} ON ${of}.tenant = ${view}.tenant AND ${of}.${dimension} = ${view}.${id}`;

/** Ends a view with joins: what they do not find is '' or 0, whatever its reader has set. */
export const NO_NULLS = 'SETTINGS join_use_nulls = 0';
const zoneSql = "if(office_clocks.zone = '', 'UTC', office_clocks.zone)";

const as = (sql: string, name: string): string => `${sql} AS ${name}`;
const shownSql = (columns: readonly Shown[]): string =>
  columns.map(({ name, sql }) => as(sql, name)).join(', ');
