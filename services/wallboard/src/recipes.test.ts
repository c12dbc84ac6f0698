import { expect, it } from 'vitest';
import { officeBoard } from '../../query/src/boards/boards.js';
import { RECIPES } from './recipes.js';
import { readTileQuery } from './tile-query.js';

it('shows nothing that no tile of the board asks for', async () => {
  const board = await officeBoard('office', new URLSearchParams(), async () => reference, 'acme');
  if (!('tiles' in board)) throw new Error(board.message);
  const asked = new Set(board.tiles.map(({ q }) => readTileQuery(q).metric));
  const shown = RECIPES.flatMap(({ main, asides }) => [main, ...asides.map(({ metric }) => metric)]);
  expect(shown.filter((metric) => !asked.has(metric))).toEqual([]);
});

const reference = { offices: new Map(), reps: new Map(), products: new Map() };
