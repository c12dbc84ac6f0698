import { RECIPES, type Recipe } from './recipes.js';
import type { Held } from './session.js';
import { ALIKE, readTileQuery, type TileQuery } from './tile-query.js';
import type { Board, BoardTile, Result } from './wire.js';

/** A tile of the board with what its query says and what was pushed for it. */
export type Tile = BoardTile & { query: TileQuery; held: Held | undefined };

/** Tiles that share one panel. */
export type Family =
  | {
      kind: 'figure';
      head: Tile;
      recipe: Recipe | undefined;
      trend: Tile | undefined;
      earlier: Tile | undefined;
      asides: { words: string; tile: Tile }[];
    }
  | { kind: 'ranking'; members: Tile[] };

/** The board's tiles in their families, in the board's order. A tile that no recipe knows has its own. */
export function familiesOf(board: Board, held: ReadonlyMap<string, Held>): Family[] {
  const tiles: Tile[] = board.tiles.map((tile) => ({
    ...tile,
    query: readTileQuery(tile.q),
    held: held.get(tile.q),
  }));
  const families: Family[] = [];
  const taken = new Set<Tile>();
  for (const tile of tiles) {
    if (taken.has(tile) || !isHead(tile, tiles)) continue;
    const family = isRanking(tile) ? rankingFamily(tile, tiles) : figureFamily(tile, tiles);
    families.push(family);
    for (const member of membersOf(family)) taken.add(member);
  }
  return families;
}

export const resultOf = (tile: Tile | undefined): Result | null => tile?.held?.result ?? null;

/** By what a ranking ranks: currencies only split its amounts. */
const whom = ({ query }: Tile) => query.by.filter((dimension) => dimension !== 'currency').join();
const isTrend = (tile: Tile) => tile.query.interval !== 'none';
const isRanking = (tile: Tile) => !isTrend(tile) && whom(tile) !== '';
const isNumber = (tile: Tile) => !isTrend(tile) && !isRanking(tile);

/** A tile that stands for a panel: every ranking, and of each metric the first number that is nobody's aside. */
function isHead(tile: Tile, tiles: Tile[]): boolean {
  if (isRanking(tile)) return true;
  if (!isNumber(tile)) return false;
  const host = RECIPES.find((recipe) => recipe.asides.some((aside) => aside.metric === tile.query.metric));
  return !host || !tiles.some((other) => isNumber(other) && other.query.metric === host.main);
}

/** Rankings of the same ones over the same period: one ranks, the others are told beside. */
function rankingFamily(head: Tile, tiles: Tile[]): Family {
  const members = tiles.filter(
    (tile) => isRanking(tile) && whom(tile) === whom(head) && tile.query.period === head.query.period,
  );
  return { kind: 'ranking', members };
}

function figureFamily(head: Tile, tiles: Tile[]): Family {
  const kin = tiles.filter((tile) => tile !== head && tile.query.metric === head.query.metric);
  const numbers = kin.filter((tile) => isNumber(tile) && tile.query.period !== head.query.period);
  const recipe = RECIPES.find(({ main }) => main === head.query.metric);
  const today = numbers.find(({ query }) => query.period === 'today');
  const asides = (recipe?.asides ?? []).flatMap(({ metric, words }) => {
    const tile = tiles.find((other) => isNumber(other) && other.query.metric === metric);
    return tile ? [{ words, tile }] : [];
  });
  return {
    kind: 'figure',
    head,
    recipe,
    trend: kin.find(isTrend),
    earlier:
      numbers.find(({ query }) => query.period === ALIKE[head.query.period]) ??
      numbers.find((tile) => tile !== today),
    asides: today ? [...asides, { words: 'today', tile: today }] : asides,
  };
}

function membersOf(family: Family): Tile[] {
  if (family.kind === 'ranking') return family.members;
  const { head, trend, earlier, asides } = family;
  return [head, trend, earlier, ...asides.map(({ tile }) => tile)].filter((tile) => tile !== undefined);
}
