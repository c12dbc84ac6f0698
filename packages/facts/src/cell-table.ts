import { idFieldOf } from '@tallyboard/contracts/registry';
import { TOUCHED_UNTIL } from './credited.js';
import type { Measure, MeasureType } from './define.js';
import type { Column } from './event-table.js';
import type { Fact } from './facts.js';

/** The table with one row a cell: its groups in arrays. `<fact>_cells` is a view of it, one row a group. */
export const packedCells = (fact: string): string => `${fact}_cells_packed`;

/** The view of a fact's folds: one row for each place where one of them counts now. */
export const placesView = (fact: string): string => `${fact}_places`;

/** The columns of a fact's cells, dimensions first. */
export const columnsOf = (fact: Fact): string[] => [
  ...fact.dimensions,
  ...fact.measures.map(({ name }) => name),
];

/** The same with the types of one group's values. */
export function cellColumns(fact: Fact): Column[] {
  return [
    ...fact.dimensions.map((name) => ({
      name,
      type: 'LowCardinality(String)',
      doc: `${fact.dimensionDocs[name]}; '' for none`,
    })),
    ...fact.measures.map(({ name, type, doc }) => ({ name, type: MEASURE_TYPES[type], doc })),
  ];
}

/** What the columns of a fact's places say, in words: what reads give or compute, or another entity gives, is none of them, what they want for that is. */
export const placesColumns = (fact: Fact): Pick<Column, 'name' | 'doc'>[] => {
  const { name, entity, reads, credited, described } = fact;
  const elsewhere = new Set([
    ...reads.flatMap(({ gives, computes }) => [
      ...Object.keys(gives),
      ...Object.keys(computes?.measures ?? {}),
    ]),
    ...Object.keys(described?.gives ?? {}),
  ]);
  return [
    { name: 'tenant', doc: 'whose data it is' },
    { name: idFieldOf(entity), doc: `which ${name} it is` },
    { name: 'bucket', doc: 'start of the 15 minutes in which it counts' },
    { name: 'place_at', doc: 'when it counts' },
    { name: 'dims_at', doc: 'when office and team of its rep are looked up' },
    ...reads.flatMap(({ computes }) =>
      Object.entries(computes?.wants ?? {}).map(([column, doc]) => ({ name: column, doc })),
    ),
    ...(credited ? [{ name: TOUCHED_UNTIL, doc: UNTIL }] : []),
    ...(described ? [{ name: described.id.column, doc: described.id.doc }] : []),
    ...cellColumns(fact).filter((column) => !elsewhere.has(column.name)),
  ];
};

const UNTIL =
  'until when touches count, of what is credited to campaigns; none: it counts for its own campaign';

/** What sums of money, and of parts of things, are kept and read as. */
export const DECIMAL = 'Decimal(38, 4)';

const MEASURE_TYPES: Record<MeasureType, string> = {
  count: 'UInt64',
  sum_ms: 'UInt64',
  sum: 'Int64',
  decimal: DECIMAL,
  map: 'Map(UInt64, UInt64)',
  decimal_map: `Map(String, ${DECIMAL})`,
};

/** The zero of a measure, of its type. */
export const zeroOf = ({ type }: Pick<Measure, 'type'>): string =>
  `CAST(${isMap(type) ? 'map()' : '0'}, '${MEASURE_TYPES[type]}')`;

/** Whether a measure is added up key by key. */
export const isMap = (type: MeasureType): boolean => type === 'map' || type === 'decimal_map';

/** What is read of a measure so that nothing is lost on the way: sums and amounts as text, which may be larger than a number holds. */
export function exactSql(column: string, type: MeasureType): string {
  if (type === 'map') return column;
  return type === 'decimal_map'
    ? `mapApply((key, sum) -> (key, toString(sum)), ${column})`
    : `toString(${column})`;
}
