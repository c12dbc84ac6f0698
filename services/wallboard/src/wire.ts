import type { Answer, Board, Freshness, Row, StreamEvents, Tile } from '@tallyboard/api/query';

/** What the query service says. Instants are ISO 8601; money is a decimal string with its currency as a dimension. */
export type { Answer as Result, Board, Freshness, Row as ResultRow, Tile as BoardTile };
export type Unit = Answer['unit'];
export type Better = Answer['better'];

/** In which currency the amount of a row is; '' of what is no money. */
export const currencyOf = (
  { conversion }: Pick<Answer, 'conversion'>,
  { dimensions }: Pick<Row, 'dimensions'>,
): string => (conversion?.converted ? conversion.currency : (dimensions.currency ?? ''));

/** The payload of an SSE `result` event, or null when it is not one: a bad push must not take the wall down. */
export function readResult(data: string): StreamEvents['result'] | null {
  const body = parse(data) as { q?: unknown; result?: { rows?: unknown; unit?: unknown } } | null;
  if (typeof body?.q !== 'string' || !Array.isArray(body.result?.rows)) return null;
  return body as unknown as StreamEvents['result'];
}

/** The payload of an SSE `refused` event, or null when it is not one. */
export function readRefusal(data: string): { q: string; sentence: string } | null {
  const body = parse(data) as { q?: unknown; error?: { message?: unknown } } | null;
  if (typeof body?.q !== 'string' || typeof body.error?.message !== 'string') return null;
  return { q: body.q, sentence: body.error.message };
}

/** The payload of an SSE `freshness` event, or null when it is not one. */
export function readFreshness(data: string): Freshness | null {
  const body = parse(data) as Partial<Freshness> | null;
  return typeof body?.live === 'boolean'
    ? { complete_to: null, lag_ms: null, ...body, live: body.live }
    : null;
}

/** The body of `GET /v1/boards/{id}`, or null when it is not one. */
export function readBoard(body: unknown): Board | null {
  const board = body as Partial<Board> | null;
  return typeof board?.title === 'string' && Array.isArray(board.tiles) ? (board as Board) : null;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
