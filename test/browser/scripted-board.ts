import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ExampleRow,
  board as exampleBoard,
  type Freshness,
  resultOf,
  rowsByTile,
} from './example-board.js';
import type { ScriptedAlerts } from './scripted-alerts.js';

/** A stand-in for the query service whose every word the test decides. It serves the built page. */
export interface ScriptedBoard {
  url: string;
  /** Pushes new rows for one tile to all who listen, as when its cells change. */
  push(tileId: string, rows: ExampleRow[]): void;
  /** Tells all who listen that a tile's query is refused. */
  refuse(tileId: string, sentence: string): void;
  /** What the freshness events say from now on; one is sent at once. */
  say(freshness: Freshness): void;
  /** Stops or resumes all sending while connections stay open, as a cut cable does. */
  mute(muted: boolean): void;
  /** The goals that it tells from now on; null: it does not answer. */
  goals(goals: readonly object[] | null): void;
  /** What it tells of deals at risk from now on; null: it does not answer. */
  risk(risk: object | null): void;
  /** Query strings with which streams were opened. */
  opened: string[];
  /** The process dies: connections break and the port refuses. */
  die(): Promise<void>;
  /** It is back on the same port. */
  rise(): Promise<void>;
}

const DIST = fileURLToPath(new URL('../../services/wallboard/dist/', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Starts it on a free port, or on `port`; without `alerts` it is one that knows of none. */
export async function startScriptedBoard(
  port = 0,
  alerts?: ScriptedAlerts,
  board = exampleBoard,
): Promise<ScriptedBoard> {
  if (!existsSync(join(DIST, 'index.html'))) {
    throw new Error('services/wallboard is not built: run `npm run build` first');
  }
  const rows = new Map(Object.entries(rowsByTile));
  const listeners = new Set<ServerResponse>();
  const opened: string[] = [];
  let freshness: Freshness = { complete_to: new Date().toISOString(), lag_ms: 120, live: true };
  let muted = false;
  let goals: readonly object[] | null = [];
  // Of another version: an answer that says nothing of them.
  let risk: object | null = {};
  let cursor = 0;
  let server: Server | undefined;
  let beat: NodeJS.Timeout | undefined;

  const write = (to: Iterable<ServerResponse>, event: string, data: unknown) => {
    if (muted) return;
    const text = `event: ${event}\nid: ${++cursor}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const response of to) response.write(text);
  };
  const sendTile = (to: Iterable<ServerResponse>, tileId: string) => {
    const q = board.tiles.find((tile) => tile.id === tileId)?.q ?? '';
    write(to, 'result', { q, result: resultOf(q, rows.get(tileId) ?? [], freshness) });
  };
  const stream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 500\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    for (const tile of board.tiles) sendTile([response], tile.id);
    write([response], 'freshness', freshness);
  };

  const rise = async () => {
    const risen = createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
      if (alerts?.answer(request, response)) return;
      if (pathname === '/v1/goals') {
        if (!goals) return void request.socket.destroy();
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ goals }));
      } else if (pathname === '/v1/deals-at-risk') {
        if (!risk) return void request.socket.destroy();
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(risk));
      } else if (pathname === '/v1/stream') {
        opened.push(search);
        stream(response);
      } else if (pathname === '/v1/boards/office') {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(board));
      } else void serveFile(pathname, response);
    });
    await new Promise<void>((ready, failed) =>
      risen.once('error', failed).listen(port, '127.0.0.1', () => ready()),
    );
    server = risen;
    const address = risen.address();
    port = address && typeof address === 'object' ? address.port : port;
    beat = setInterval(() => {
      if (freshness.live) freshness = { ...freshness, complete_to: new Date().toISOString() };
      write(listeners, 'freshness', freshness);
    }, 1000);
  };
  await rise();

  return {
    url: `http://127.0.0.1:${port}/`,
    opened,
    push(tileId, changed) {
      rows.set(tileId, changed);
      sendTile(listeners, tileId);
    },
    refuse(tileId, message) {
      const q = board.tiles.find((tile) => tile.id === tileId)?.q ?? '';
      write(listeners, 'refused', { q, error: { code: 'bad_filter', message } });
    },
    say(said) {
      freshness = said;
      write(listeners, 'freshness', freshness);
    },
    goals(told) {
      goals = told;
    },
    risk(told) {
      risk = told;
    },
    mute(quiet) {
      muted = quiet;
    },
    async die() {
      clearInterval(beat);
      const dying = server;
      server = undefined;
      dying?.closeAllConnections();
      await new Promise<void>((done) => (dying ? dying.close(() => done()) : done()));
    },
    rise,
  };
}

async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
  const path = join(DIST, normalize(pathname === '/' ? '/index.html' : pathname));
  try {
    const body = await readFile(path);
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
