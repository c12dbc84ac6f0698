import { crc32 } from 'node:zlib';
import type { Entity } from '@tallyboard/contracts/events';
import { ENTITIES, idFieldOf } from '@tallyboard/contracts/registry';
import { cellColumns, columnsOf, packedCells } from './cell-table.js';
import { ERASURES } from './erasures.js';
import { type Column, type EventTable, eventTable } from './event-table.js';
import { FACTS, type Fact } from './facts.js';
import { RANK } from './rank.js';
import { pluralOf, readingViews, type View } from './reading-views.js';
import { sqlString } from './sql-text.js';

/** A table that follows from definitions. */
export interface Table {
  name: string;
  /** What a row is. */
  doc: string;
  columns: readonly Column[];
  /** Makes it where there is none. */
  create: string;
}

/** Every table that follows from the contracts and the definitions of facts. */
export function tables(): Table[] {
  return [...ENTITIES.map(eventsOf), erasures(), ...FACTS.map(cellsOf)];
}

const SETTINGS = 'merge_selector_base = 20';

function eventsOf(entity: Entity): Table {
  const { table, columns, sorting } = eventTable(entity);
  const doc = `What was said of each ${entity}: an event a row. Read it with FINAL, which leaves out copies.`;
  return ofEvents(table, doc, [...columns, rankColumn], sorting);
}

/** A table in which of copies of an event the one stays that was recorded first. */
function ofEvents(
  name: string,
  doc: string,
  columns: readonly Column[],
  sorting: EventTable['sorting'],
): Table {
  return {
    name,
    doc,
    columns,
    create: `CREATE TABLE IF NOT EXISTS ${name}
(
${columns.map(columnSql).join(',\n')},
    earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded'
)
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (${sorting.join(', ')})
SETTINGS index_granularity = 1024, ${SETTINGS}
COMMENT ${sqlString(doc)}`,
  };
}

const erasures = (): Table =>
  ofEvents(
    ERASURES.table,
    'Who was erased, and counts nowhere: a request a row. Read it with FINAL, which leaves out copies.',
    ERASURES.columns,
    ERASURES.sorting,
  );

/** What it is computed by may change: its words end with a fingerprint of that, by which `migrate` sees it. */
const rankColumn: Column = {
  name: 'rank',
  type: 'String',
  doc: `where it stands among the events of its entity: the higher is the later statement [${crc32(RANK).toString(16)}]`,
  computedBy: RANK,
};

const cellKey: readonly Column[] = [
  { name: 'tenant', type: 'LowCardinality(String)', doc: 'whose data it is' },
  { name: 'bucket', type: "DateTime('UTC')", doc: 'start of the 15 minutes' },
];
const revision: Column = { name: 'revision', type: 'UInt64', doc: 'the higher one is the later restate' };

function cellsOf(fact: Fact): Table {
  const columns: Column[] = [
    ...cellKey,
    ...cellColumns(fact).map((column, i) => ({
      ...column,
      type: `Array(${column.type})`,
      // Of cells that were written before there was this column: zeros, as many as there are groups.
      ...(i > 0 && {
        whenMissing: `arrayResize(CAST([], 'Array(${column.type})'), length(${fact.dimensions[0]}))`,
      }),
      // Small whole numbers: read in two thirds of the time that LZ4 takes.
      ...(/^U?Int64$/.test(column.type) && { codec: 'T64' }),
    })),
    revision,
  ];
  const name = packedCells(fact.name);
  const doc = `Cells of ${pluralOf(fact.name)}: 15 minutes of a tenant in a row, its groups in arrays side by side. Read it with FINAL, or ${fact.name}_cells, which has a row for each group.`;
  return {
    name,
    doc,
    columns,
    create: `CREATE TABLE IF NOT EXISTS ${name}
(
${columns.map(columnSql).join(',\n')}
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, ${SETTINGS}
COMMENT ${sqlString(doc)}`,
  };
}

/** `name type DEFAULT … COMMENT '…' CODEC(…)`. */
export const columnSql = ({ name, type, doc, whenMissing, computedBy, codec }: Column): string =>
  [
    `    ${name} ${type}`,
    ...(computedBy ? [`ALIAS ${computedBy}`] : []),
    ...(whenMissing ? [`DEFAULT ${whenMissing}`] : []),
    `COMMENT ${sqlString(doc)}`,
    ...(codec ? [`CODEC(${codec})`] : []),
  ].join(' ');

/** Cells with one row a group, what people read, and the identity of every event, over all entities. */
export function views(): View[] {
  return [
    ...FACTS.map((fact) => ({
      name: `${fact.name}_cells`,
      doc: `Measures of each group of a ${fact.name} cell: 15 minutes of a tenant. Add up what you like.`,
      columns: [...cellKey, ...cellColumns(fact), revision],
      select: `SELECT tenant, bucket, ${columnsOf(fact).join(', ')}, revision
FROM ${packedCells(fact.name)} FINAL
ARRAY JOIN ${columnsOf(fact).join(', ')}`,
    })),
    ...readingViews(),
    {
      name: 'event_identities',
      doc: 'The identity of every event, over all entities.',
      columns: [
        { name: 'tenant', doc: 'whose data it is' },
        { name: 'entity', doc: 'what it is about: deal, ticket, …' },
        { name: 'entity_id', doc: 'which one' },
        { name: 'source', doc: 'the system that said it' },
        { name: 'event_id', doc: 'identity of the event, with source' },
        { name: 'type', doc: 'type of the event' },
        { name: 'digest', doc: 'CRC-32 of what it says' },
      ],
      select: ENTITIES.map(
        (entity) =>
          `SELECT tenant, '${entity}' AS entity, ${idFieldOf(entity)} AS entity_id, source, event_id, type, digest FROM ${entity}_events`,
      ).join('\nUNION ALL\n'),
    },
  ];
}
