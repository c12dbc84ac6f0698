/**
 * What the query service says, as far as the page reads it. Instants are ISO 8601 strings; durations are
 * milliseconds; money is a decimal string (never a float on the wire) with its currency as a dimension.
 */

export interface Freshness {
  /** Every event up to this instant is in the numbers; null before the first one. */
  complete_to: string | null;
  lag_ms: number | null;
  /** True while the pipeline has caught up with its log. */
  live: boolean;
}

export type Unit = 'count' | 'ratio' | 'ms' | 'money' | 'score' | 'points';
export type Better = 'up' | 'down' | 'none';

export interface ResultRow {
  start?: string;
  dimensions: Record<string, string>;
  labels?: Record<string, string>;
  value: number | string | null;
  n: number;
  numerator: number | string | null;
  denominator: number | string | null;
}

export interface Result {
  metric: string;
  title: string;
  unit: Unit;
  better: Better;
  from: string;
  to: string;
  tz: string;
  interval: string;
  by: string[];
  rows: ResultRow[];
  freshness: Freshness;
}

export interface BoardTile {
  id: string;
  title: string;
  q: string;
  style: string;
}

export interface Board {
  id: string;
  title: string;
  tz: string;
  tiles: BoardTile[];
}

/** The payload of an SSE `result` event, or null when it is not one: a bad push must not take the wall down. */
export function readResult(data: string): { q: string; result: Result } | null {
  const body = parse(data) as { q?: unknown; result?: { rows?: unknown; unit?: unknown } } | null;
  if (typeof body?.q !== 'string' || !Array.isArray(body.result?.rows)) return null;
  return body as unknown as { q: string; result: Result };
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
