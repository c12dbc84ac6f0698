import { type Comparison, compare } from './compare.js';
import { type Formatted, formatValue } from './format.js';
import { type Ranking, ranking } from './ranking.js';
import { type Accent, RECIPES, type Recipe } from './recipes.js';
import type { Held } from './session.js';
import { PERIOD_STEPS, periodWords, readTileQuery, type TileQuery } from './tile-query.js';
import type { Board, BoardTile, Result, ResultRow, Unit } from './wire.js';

/** One panel of the wall, ready to be drawn. */
export interface Panel {
  id: string;
  title: string;
  /** `today`; '' when the title says it already. */
  period: string;
  accent: Accent;
  wide: boolean;
  /** One number, or one per currency: amounts in different currencies are never added. Empty: no answer yet. */
  figures: Figure[];
  asides: Aside[];
  trend: Trend | null;
  comparison: Comparison | null;
  ranking: Ranking | null;
  /** How many events, deals, tickets or answers the number rests on. */
  n: number | null;
  /** The instant up to which this panel's own answer was complete. */
  completeTo: string | null;
  /** Monotonic ms of the last change of its numbers. */
  changedMs: number | null;
}

export interface Figure {
  key: string;
  value: Formatted;
  known: boolean;
}

export interface Aside {
  words: string;
  value: Formatted;
}

export interface Trend {
  points: (number | null)[];
  shape: 'bars' | 'line';
}

type Tile = BoardTile & { query: TileQuery; held: Held | undefined };

/**
 * Turns the board's tiles and what has been pushed for them into panels, in the board's order. Tiles that
 * belong together (p50 and p90, a number and its trend) share a panel; a tile that no recipe knows gets its own.
 */
export function panelsOf(board: Board, held: ReadonlyMap<string, Held>): Panel[] {
  const tiles: Tile[] = board.tiles.map((tile) => ({
    ...tile,
    query: readTileQuery(tile.q),
    held: held.get(tile.q),
  }));
  const panels: Panel[] = [];
  const taken = new Set<Tile>();
  for (const tile of tiles) {
    if (taken.has(tile) || !isHead(tile, tiles)) continue;
    const family = familyOf(tile, tiles);
    for (const member of family.members) taken.add(member);
    panels.push(isRanking(tile) ? rankingPanel(tile) : figurePanel(tile, family));
  }
  return panels;
}

const isTrend = (tile: Tile) => tile.query.interval !== 'none';
const isRanking = (tile: Tile) =>
  !isTrend(tile) && tile.query.by.some((dimension) => dimension !== 'currency');
const isNumber = (tile: Tile) => !isTrend(tile) && !isRanking(tile);

/** A tile that stands for a panel: every ranking, and of each metric the first number that is nobody's aside. */
function isHead(tile: Tile, tiles: Tile[]): boolean {
  if (isRanking(tile)) return true;
  if (!isNumber(tile)) return false;
  const host = RECIPES.find((recipe) => recipe.asides.some((aside) => aside.metric === tile.query.metric));
  return !host || !tiles.some((other) => isNumber(other) && other.query.metric === host.main);
}

interface Family {
  recipe: Recipe | undefined;
  trend: Tile | undefined;
  earlier: Tile | undefined;
  asides: { words: string; tile: Tile }[];
  members: Tile[];
}

function familyOf(head: Tile, tiles: Tile[]): Family {
  if (isRanking(head))
    return { recipe: undefined, trend: undefined, earlier: undefined, asides: [], members: [head] };
  const kin = tiles.filter((tile) => tile !== head && tile.query.metric === head.query.metric);
  const recipe = RECIPES.find(({ main }) => main === head.query.metric);
  const trend = kin.find(isTrend);
  const earlier = kin.find((tile) => isNumber(tile) && tile.query.period !== head.query.period);
  const asides = (recipe?.asides ?? []).flatMap(({ metric, words }) => {
    const tile = tiles.find((other) => isNumber(other) && other.query.metric === metric);
    return tile ? [{ words, tile }] : [];
  });
  const members = [head, trend, earlier, ...asides.map(({ tile }) => tile)].filter(
    (tile) => tile !== undefined,
  );
  return { recipe, trend, earlier, asides, members };
}

function figurePanel(head: Tile, { recipe, trend, earlier, asides }: Family): Panel {
  const result = head.held?.result;
  const rows = result ? largestFirst(withSubstance(result.rows)) : [];
  const only = rows.length <= 1 ? (rows[0]?.dimensions.currency ?? '') : null;
  return {
    ...common(head),
    id: recipe?.id ?? head.id,
    accent: recipe?.accent ?? 'sell',
    wide: recipe?.wide ?? false,
    figures: result ? figuresOf(rows, result.unit) : [],
    asides: asides.flatMap(({ words, tile }) => asideOf(words, tile)),
    trend: only === null ? null : trendOf(trend?.held?.result, only),
    comparison: only === null || !result ? null : comparisonOf(head, result, only, trend, earlier),
    ranking: null,
  };
}

function rankingPanel(head: Tile): Panel {
  const result = head.held?.result;
  return {
    ...common(head),
    id: head.id,
    accent: 'sell',
    wide: false,
    figures: [],
    asides: [],
    trend: null,
    comparison: null,
    ranking: ranking(result),
  };
}

function common(head: Tile) {
  const result = head.held?.result;
  const words = periodWords(head.query.period);
  return {
    title: head.title,
    period: head.title.toLowerCase().includes(words) ? '' : words,
    n: result ? result.rows.reduce((sum, row) => sum + row.n, 0) : null,
    completeTo: result?.freshness.complete_to ?? null,
    changedMs: head.held?.changedMs ?? null,
  };
}

function figuresOf(rows: ResultRow[], unit: Unit): Figure[] {
  if (rows.length === 0) return [figureOf(null, unit, '')];
  return rows.map((row) => figureOf(row.value, unit, row.dimensions.currency ?? ''));
}

function figureOf(value: ResultRow['value'], unit: Unit, currency: string): Figure {
  return { key: currency, value: formatValue(value, unit, currency), known: value !== null };
}

/** Of several currencies, those in which there is anything at all. */
function withSubstance(rows: ResultRow[]): ResultRow[] {
  const some = rows.filter((row) => row.n > 0);
  return some.length > 0 ? some : rows.slice(0, 1);
}

/** Currencies cannot be ranked by amount; the one with the most deals behind it comes first. */
function largestFirst(rows: ResultRow[]): ResultRow[] {
  return [...rows].sort(
    (a, b) => b.n - a.n || (a.dimensions.currency ?? '').localeCompare(b.dimensions.currency ?? ''),
  );
}

/** An aside has room for one number; one per currency would not fit and cannot be added. */
function asideOf(words: string, tile: Tile): Aside[] {
  const result = tile.held?.result;
  if (!result || result.rows.length > 1) return [];
  const row = result.rows[0];
  return [{ words, value: formatValue(row?.value, result.unit, row?.dimensions.currency) }];
}

function trendRows(result: Result | undefined, currency: string): ResultRow[] {
  return (result?.rows ?? [])
    .filter((row) => row.start !== undefined && (row.dimensions.currency ?? '') === currency)
    .sort((a, b) => Date.parse(a.start ?? '') - Date.parse(b.start ?? ''));
}

function trendOf(result: Result | undefined, currency: string): Trend | null {
  const points = trendRows(result, currency).map((row) => (row.value === null ? null : Number(row.value)));
  if (!result || points.filter((point) => point !== null).length < 2) return null;
  return { points, shape: result.unit === 'count' || result.unit === 'money' ? 'bars' : 'line' };
}

/** Against the number of an earlier period if the board asks for one, else against the trend's point before. */
function comparisonOf(
  head: Tile,
  result: Result,
  currency: string,
  trend: Tile | undefined,
  earlier: Tile | undefined,
): Comparison | null {
  const now = result.rows.find(({ dimensions }) => (dimensions.currency ?? '') === currency)?.value ?? null;
  const past = earlier?.held?.result;
  if (past) {
    const row = past.rows.find(({ dimensions }) => (dimensions.currency ?? '') === currency);
    const against = periodWords(earlier.query.period) || 'before';
    return compare(now, row?.value ?? null, result, against, likeForLike(result, past), currency);
  }
  const step = PERIOD_STEPS[head.query.period];
  if (!step || trend?.query.interval !== step.interval) return null;
  const points = trendRows(trend.held?.result, currency);
  const current = points.findIndex((row) => Date.parse(row.start ?? '') === Date.parse(result.from));
  return compare(now, points[current - 1]?.value ?? null, result, step.before, false, currency);
}

/** Both spans are over and as long as each other. */
function likeForLike(now: Result, past: Result): boolean {
  const span = ({ from, to }: Result) => Date.parse(to) - Date.parse(from);
  const over = Date.parse(now.to) <= Date.parse(now.freshness.complete_to ?? '');
  return over && span(now) === span(past);
}
