import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import type { Mismatch } from './compare.js';
import type { Proof } from './prove.js';

export interface Read {
  events: number;
  undecodable: number;
}

/** More wrong cells than this are only counted. */
const SHOWN = 50;
/** A histogram can be long. */
const LONGEST = 60;

/** The outcome as lines for people. */
export function describeProof(proof: Proof, { events, undecodable }: Read, ms: number): string[] {
  const total = totalOf(proof);
  const facts = Object.entries(proof.cells).map(([fact, cells]) => `${count(cells)} ${fact}`);
  const basis = [
    `${count(total)} cells (${facts.join(', ')}) against ${count(events)} events, in ${(ms / 1_000).toFixed(1)} s.`,
    ...(undecodable > 0
      ? [
          `${count(undecodable)} messages cannot be decoded and are in no number; they are in the dead-letter topic.`,
        ]
      : []),
  ];
  const moving =
    proof.moving.length > 0
      ? [
          `${count(proof.moving.length)} cells are still moving: events for them kept coming, so they are neither proven nor wrong. Run it again.`,
        ]
      : [];
  if (proof.wrong.length === 0)
    return [
      ...(moving.length > 0 ? [] : ['Zero drift: every stored number is what the log proves.']),
      ...basis,
      ...moving,
    ];
  return [
    `Drift: ${count(proof.wrong.length)} of ${count(total)} cells are not what the log proves.`,
    ...basis,
    ...moving,
    '',
    wrongTable(proof.wrong.slice(0, SHOWN)),
    ...(proof.wrong.length > SHOWN ? [`… and ${count(proof.wrong.length - SHOWN)} more wrong cells.`] : []),
  ];
}

/** The outcome for programs; wrong cells up to the same limit. */
export function proofAsJson(proof: Proof, { events, undecodable }: Read, ms: number) {
  return {
    drift: proof.wrong.length > 0,
    cells: totalOf(proof),
    cells_by_fact: proof.cells,
    events,
    undecodable,
    wrong_cells: proof.wrong.length,
    moving_cells: proof.moving.length,
    wrong: proof.wrong.slice(0, SHOWN).map(asJson),
    moving: proof.moving.slice(0, SHOWN).map(asJson),
    duration_ms: ms,
  };
}

function asJson({ tenant, fact, bucket, dimensions, differences }: Mismatch) {
  return { tenant, fact: fact.name, bucket: isoOf(bucket), dimensions, differences };
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
    [
      { title: 'tenant' },
      { title: 'fact' },
      { title: 'bucket' },
      { title: 'dimensions' },
      { title: 'measure' },
      { title: 'stored', align: 'right' },
      { title: 'proven', align: 'right' },
    ],
    rows,
  );
}

const totalOf = (proof: Proof): number => Object.values(proof.cells).reduce((sum, cells) => sum + cells, 0);
const isoOf = (bucket: number): string => new Date(bucket * 1_000).toISOString().replace(':00.000Z', 'Z');
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
