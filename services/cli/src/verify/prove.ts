import { type ComparedCell, groupKey } from '@tallyboard/domain/compare';
import type { Fact } from '@tallyboard/facts/facts';
import { addPart, compareCell, compareCells, type Keyed, type Mismatch } from './compare.js';
import { createExpectedRows, type WrongRow } from './compare-rows.js';
import {
  type EventRow,
  type EventTable,
  identityKey,
  identityOf,
  identityOfRow,
  kindOfEvent,
  type RowsOf,
} from './event-table.js';
import type { LoggedEvent } from './log.js';
import { cellOfRecord, cellRecord, rowOfRecord, rowRecord, sliceOfCell, sliceOfRow } from './records.js';
import type { Spill } from './spill.js';
import type { Buckets } from './stored-cells.js';

/** The two sides of a proof, and how to bring them to the same point of the log. */
export interface Sides {
  facts: readonly Fact[];
  tables: readonly EventTable[];
  /** Reads the log up to its end of this moment, and waits until the pipeline has done the same. */
  advance(): Promise<void>;
  /** In so many slices the entities are folded; all events of one are in one slice. */
  slices: number;
  /** What the cells come to by the entities of a slice, as read so far; told each event that is folded. */
  proven(slice: number, onEvent: (logged: LoggedEvent) => void): Iterable<ComparedCell>;
  /** What the cells are. */
  storedCells(fact: Fact, only: Buckets): AsyncIterable<readonly ComparedCell[]>;
  /** What the event tables hold. */
  storedRows(table: EventTable, only: RowsOf): AsyncIterable<readonly EventRow[]>;
  /** Room beside the memory. */
  spill(slices: number): Spill;
}

export interface Proof {
  /** Groups of cells compared, per fact. */
  cells: Record<string, number>;
  /** Rows compared, per event table. */
  rows: Record<string, number>;
  /** Events of the log that were folded. */
  events: number;
  /** Wrong, and nothing has touched them since. */
  wrong: Mismatch[];
  wrongRows: WrongRow[];
  /** Not equal yet, because events for them kept coming. */
  moving: Mismatch[];
  movingRows: WrongRow[];
  /** Differed at the first look like so many others that they were only counted. */
  uncounted: number;
}

export interface ProofOptions {
  /** How often what mismatches is looked at again while events for it arrive. */
  rounds?: number;
  onStored?(what: string, n: number): void;
  /** Told 0 when it begins. */
  onFolded?(events: number): void;
  onCompared?(groups: number): void;
  onRound?(round: number, mismatching: number): void;
  /** More mismatches than so many, groups and rows each, are only counted. */
  mostOpen?: number;
}

/** A cell and what is said of it take a few kB. */
const MOST_OPEN = 25_000;
/** More buckets or entities than this are not asked for one by one. */
const MANY = 20_000;
const EVERY = 10_000;

/**
 * Compares every cell and every event row with the log, in memory that does not grow with it: slice by slice of the
 * entities, whose parts of cells go into slices of the cells. While the sources go on, a cell may have been restated
 * with events that the proof had not read; so what mismatches is looked at again with more of the log, until it is
 * equal, or stays the same and wrong on both sides from one look to the next, or the rounds are used up.
 */
export async function prove(sides: Sides, options: ProofOptions = {}): Promise<Proof> {
  const { rounds = 20, onRound, mostOpen = MOST_OPEN } = options;
  const proof: Proof = {
    cells: {},
    rows: {},
    events: 0,
    wrong: [],
    wrongRows: [],
    moving: [],
    movingRows: [],
    uncounted: 0,
  };
  await sides.advance();
  let open = await firstLook(sides, proof, options, mostOpen);
  for (let round = 1; open.cells.length + open.rows.length > 0 && round <= rounds; round += 1) {
    onRound?.(round, open.cells.length + open.rows.length);
    const again = await lookAgain(sides, open);
    const cellsBefore = new Map(open.cells.map((each) => [idOfCell(each), said(each.differences)]));
    const rowsBefore = new Map(open.rows.map((each) => [each.key, said([each.kind, each.columns])]));
    const isSettledCell = (each: Mismatch) => cellsBefore.get(idOfCell(each)) === said(each.differences);
    const isSettledRow = (each: WrongRow) => rowsBefore.get(each.key) === said([each.kind, each.columns]);
    proof.wrong.push(...again.cells.filter(isSettledCell));
    proof.wrongRows.push(...again.rows.filter(isSettledRow));
    open = {
      cells: again.cells.filter((each) => !isSettledCell(each)),
      rows: again.rows.filter((each) => !isSettledRow(each)),
    };
  }
  proof.moving = open.cells;
  proof.movingRows = open.rows;
  return proof;
}

interface Open {
  cells: Mismatch[];
  rows: WrongRow[];
}

async function firstLook(
  sides: Sides,
  proof: Proof,
  { onStored, onFolded, onCompared }: ProofOptions,
  mostOpen: number,
): Promise<Open> {
  const open: Open = { cells: [], rows: [] };
  const keep = <T>(kept: T[], more: readonly T[]) => {
    const room = Math.max(0, mostOpen - kept.length);
    kept.push(...more.slice(0, room));
    proof.uncounted += Math.max(0, more.length - room);
  };
  const { slices } = sides;
  const [cells, parts, rows] = [sides.spill(slices), sides.spill(slices), sides.spill(slices)];
  try {
    // First, and fast: the shorter the while since the end of the log, the less of it has moved.
    for (const [i, fact] of sides.facts.entries()) {
      let n = 0;
      for await (const block of sides.storedCells(fact, null)) {
        for (const cell of block) cells.add(sliceOfCell(fact, cell, slices), cellRecord(i, fact, cell));
        n += block.length;
        onStored?.(`${fact.name} cells`, n);
      }
    }
    for (const [i, table] of sides.tables.entries()) {
      let n = 0;
      for await (const block of sides.storedRows(table, null)) {
        for (const row of block) rows.add(sliceOfRow(row, slices), rowRecord(i, row));
        n += block.length;
        onStored?.(table.name, n);
      }
      proof.rows[table.name] = n;
    }
    const tables = tablesOf(sides);
    const facts = new Map(sides.facts.map((fact, i) => [fact.name as string, { fact, i }]));
    onFolded?.(0);
    for (let slice = 0; slice < slices; slice += 1) {
      const expected = createExpectedRows(tables);
      const onEvent = (logged: LoggedEvent) => {
        expected.add(logged);
        proof.events += 1;
        if (proof.events % EVERY === 0) onFolded?.(proof.events);
      };
      for (const part of sides.proven(slice, onEvent)) {
        const { fact, i } = factOfCell(facts, part);
        parts.add(sliceOfCell(fact, part, slices), cellRecord(i, fact, part));
      }
      keep(open.rows, expected.compare(storedIn(rows, slice, sides.tables)));
    }
    let compared = 0;
    for (let slice = 0; slice < slices; slice += 1) {
      const proven = sides.facts.map((): Keyed => new Map());
      for (const record of parts.records(slice)) {
        const [i, part] = cellOfRecord(sides.facts, record);
        addPart(sides.facts[i]!, proven[i]!, part);
      }
      const stored = sides.facts.map((): ComparedCell[] => []);
      for (const record of cells.records(slice)) {
        const [i, cell] = cellOfRecord(sides.facts, record);
        stored[i]!.push(cell);
      }
      for (const [i, fact] of sides.facts.entries()) {
        const found = compareCells(fact, proven[i]!, stored[i]!);
        proof.cells[fact.name] = (proof.cells[fact.name] ?? 0) + found.cells;
        keep(open.cells, found.mismatches);
        compared += found.cells;
        onCompared?.(compared);
      }
    }
    return open;
  } finally {
    for (const spill of [cells, parts, rows]) spill.close();
  }
}

/** Of what mismatches that which still does. */
async function lookAgain(sides: Sides, open: Open): Promise<Open> {
  await sides.advance();
  const stored = new Map(sides.facts.map((fact) => [fact.name as string, new Map<string, ComparedCell>()]));
  const wanted = new Set(open.cells.map(idOfCell));
  for (const fact of sides.facts) {
    const those = open.cells.filter((each) => each.fact === fact);
    if (those.length === 0) continue;
    for await (const block of sides.storedCells(fact, bucketsOf(those)))
      for (const cell of block) {
        const key = groupKey(fact, cell);
        if (wanted.has(`${fact.name}\0${key}`)) stored.get(fact.name)!.set(key, cell);
      }
  }
  const rows: EventRow[] = [];
  const wantedRows = new Set(open.rows.map(({ key }) => key));
  for (const table of sides.tables) {
    const those = open.rows.filter((each) => each.table === table);
    if (those.length === 0) continue;
    for await (const block of sides.storedRows(table, entitiesOf(those)))
      rows.push(...block.filter((row) => wantedRows.has(identityKey(table.kind, identityOfRow(row)))));
  }
  const facts = new Map(sides.facts.map((fact, i) => [fact.name as string, { fact, i }]));
  const proven = new Map(sides.facts.map((fact) => [fact.name as string, new Map() as Keyed]));
  const expected = createExpectedRows(tablesOf(sides));
  const onEvent = (logged: LoggedEvent) => {
    if (wantedRows.has(identityKey(kindOfEvent(logged.event), identityOf(logged)))) expected.add(logged);
    else expected.heed(logged.event);
  };
  for (let slice = 0; slice < sides.slices; slice += 1)
    for (const part of sides.proven(slice, onEvent)) {
      const { fact } = factOfCell(facts, part);
      if (wanted.has(`${fact.name}\0${groupKey(fact, part)}`)) addPart(fact, proven.get(fact.name)!, part);
    }
  return {
    cells: open.cells.flatMap(({ fact, key }) => {
      const cell = compareCell(fact, key, stored.get(fact.name)?.get(key), proven.get(fact.name)?.get(key));
      return cell ?? [];
    }),
    rows: expected.compare(rows),
  };
}

const tablesOf = ({ tables }: Sides) =>
  new Map<string, EventTable>(tables.map((table) => [table.kind, table]));
const idOfCell = ({ fact, key }: Pick<Mismatch, 'fact' | 'key'>): string => `${fact.name}\0${key}`;
const said = (value: unknown): string => JSON.stringify(value);

function factOfCell(facts: ReadonlyMap<string, { fact: Fact; i: number }>, cell: ComparedCell) {
  const found = facts.get(cell.fact);
  if (!found) throw new Error(`the log proves cells of ${cell.fact}, of which there is no table`);
  for (const name in cell.measures)
    if (!found.fact.measures.some((measure) => measure.name === name))
      throw new Error(`the log proves ${cell.fact}.${name}, which no table stores`);
  return found;
}

function* storedIn(rows: Spill, slice: number, tables: readonly EventTable[]): Iterable<EventRow> {
  for (const record of rows.records(slice)) yield rowOfRecord(tables, record);
}

function bucketsOf(mismatches: readonly Mismatch[]): Buckets {
  const buckets = [...new Set(mismatches.map(({ bucket }) => bucket))];
  if (buckets.length > MANY) return null;
  return { tenants: [...new Set(mismatches.map(({ tenant }) => tenant))], buckets };
}

function entitiesOf(rows: readonly WrongRow[]): RowsOf {
  const entities = new Map(rows.map(({ identity: { tenant, id } }) => [`${tenant}\0${id}`, { tenant, id }]));
  return entities.size > MANY ? null : [...entities.values()];
}
