import { plain } from '../terminal/plain.js';
import { count } from '../terminal/progress.js';
import { type Column, table } from '../terminal/table.js';
import type { Mismatch } from './compare.js';
import type { WrongRow } from './compare-rows.js';
import type { Proof } from './prove.js';
import type { Proven } from './prove-stack.js';

/** More wrong groups or rows than this are only counted. */
const SHOWN = 50;
/** A histogram can be long. */
const LONGEST = 60;

/** The outcome as lines for people. */
export function describeProof({ proof, read, ms }: Proven): string[] {
  const { wrong, wrongRows, uncounted } = proof;
  const [groups, rows] = [sumOf(proof.cells), sumOf(proof.rows)];
  const basis = [
    `${count(groups)} groups of cells (${partsOf(proof.cells)}) and ${count(rows)} event rows against ${count(proof.events)} events, in ${(ms / 1_000).toFixed(1)} s (${count(rateOf(proof, ms))} events/s).`,
    ...(read.undecodable > 0
      ? [
          `${count(read.undecodable)} messages cannot be decoded and are in no number; they are in the dead-letter topic.`,
        ]
      : []),
  ];
  const moving = movingLines(proof);
  if (wrong.length + wrongRows.length + uncounted === 0)
    return [
      ...(moving.length > 0 ? [] : ['Zero drift: every stored number and row is what the log proves.']),
      ...basis,
      ...moving,
    ];
  return [
    `Drift: ${count(wrong.length)} of ${count(groups)} groups of cells and ${count(wrongRows.length)} of ${count(rows)} event rows are not what the log proves.`,
    ...basis,
    ...moving,
    ...(uncounted > 0
      ? [
          `${count(uncounted)} more differed and were not looked at again: so many are a case for "tally rebuild".`,
        ]
      : []),
    ...(wrong.length > 0 ? ['', wrongTable(wrong.slice(0, SHOWN))] : []),
    ...(wrong.length > SHOWN ? [`… and ${count(wrong.length - SHOWN)} more wrong groups of cells.`] : []),
    ...(wrongRows.length > 0 ? ['', rowTable(wrongRows.slice(0, SHOWN))] : []),
    ...(wrongRows.length > SHOWN ? [`… and ${count(wrongRows.length - SHOWN)} more wrong rows.`] : []),
    '',
    '"tally repair" mends them.',
  ];
}

/** The outcome for programs; wrong cells and rows up to the same limit. */
export function proofAsJson({ proof, read, ms }: Proven) {
  return {
    drift: proof.wrong.length + proof.wrongRows.length + proof.uncounted > 0,
    cells: sumOf(proof.cells),
    cells_by_fact: proof.cells,
    rows: sumOf(proof.rows),
    rows_by_table: proof.rows,
    events: proof.events,
    undecodable: read.undecodable,
    wrong_cells: proof.wrong.length,
    wrong_rows: proof.wrongRows.length,
    moving_cells: proof.moving.length,
    moving_rows: proof.movingRows.length,
    not_looked_at_again: proof.uncounted,
    wrong: proof.wrong.slice(0, SHOWN).map(cellAsJson),
    wrong_event_rows: proof.wrongRows.slice(0, SHOWN).map(rowAsJson),
    moving: proof.moving.slice(0, SHOWN).map(cellAsJson),
    moving_event_rows: proof.movingRows.slice(0, SHOWN).map(rowAsJson),
    duration_ms: ms,
    events_per_second: rateOf(proof, ms),
  };
}

function movingLines({ moving, movingRows }: Proof): string[] {
  const n = moving.length + movingRows.length;
  return n > 0
    ? [
        `${count(n)} groups or rows are still moving: events for them kept coming, so they are neither proven nor wrong. Run it again.`,
      ]
    : [];
}

function cellAsJson({ tenant, fact, bucket, dimensions, differences }: Mismatch) {
  return { tenant, fact: fact.name, bucket: isoOf(bucket), dimensions, differences };
}

export function rowAsJson({ kind, table: { name }, identity, columns }: WrongRow) {
  const { tenant, id, version, eventId, source, digest } = identity;
  return {
    kind,
    table: name,
    tenant,
    id,
    source_version: version,
    event_id: eventId,
    source,
    digest,
    differences: columns,
  };
}

function wrongTable(wrong: readonly Mismatch[]): string {
  const rows = wrong.flatMap(({ tenant, fact, bucket, dimensions, differences }) =>
    differences.map(({ measure, stored, proven }) => [
      tenant,
      fact.name,
      isoOf(bucket),
      fact.dimensions.map((name) => dimensions[name] || '–').join(' / '),
      measure,
      shortened(stored),
      shortened(proven),
    ]),
  );
  return table(
    [...titles('tenant', 'fact', 'bucket', 'dimensions', 'measure'), ...values('proven')],
    rows.map(shown),
  );
}

/** Wrong rows as a table. */
export function rowTable(wrong: readonly WrongRow[]): string {
  const rows = wrong.flatMap(({ kind, table: { name }, identity, columns }) => {
    const { tenant, id, version, eventId, source } = identity;
    const row = [name, KINDS[kind], tenant, id, String(version), eventId, source];
    return columns.length === 0
      ? [[...row, '', '', '']]
      : columns.map(({ column, stored, logged }) => [
          ...row,
          column,
          shortened(JSON.stringify(stored)),
          shortened(JSON.stringify(logged)),
        ]);
  });
  return table(
    [...titles('table', 'row', 'tenant', 'id', 'version', 'event', 'source', 'column'), ...values('logged')],
    rows.map(shown),
  );
}

const KINDS: Record<WrongRow['kind'], string> = {
  missing: 'is missing',
  added: 'is not in the log',
  changed: 'was changed',
};

/** What stands in a table may come from anywhere. */
const shown = (cells: readonly string[]): string[] => cells.map(plain);
const titles = (...names: string[]): Column[] => names.map((title) => ({ title }));
const values = (right: string): Column[] => [
  { title: 'stored', align: 'right' },
  { title: right, align: 'right' },
];
const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);
const partsOf = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, n]) => `${count(n)} ${name}`)
    .join(', ');
const rateOf = ({ events }: Proof, ms: number): number => Math.round((events * 1_000) / Math.max(1, ms));
const isoOf = (bucket: number): string => new Date(bucket * 1_000).toISOString().replace(':00.000Z', 'Z');
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
