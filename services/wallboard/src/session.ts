import { backoffMs } from '@tallyboard/runtime/backoff';
import { ask } from './ask.js';
import { type Hearing, hasSlept, type Link, linkOf } from './link.js';
import { openStream, type Stream } from './stream.js';
import { type ZoneClock, zoneClock } from './time.js';
import { type Board, type Freshness, type Result, readBoard } from './wire.js';

/** What was last pushed for a tile. `changedMs` is null until a push brings other numbers than the first one did. */
export interface Held {
  result: Result | null;
  /** The sentence with which the server refused the tile's query. */
  refusal: string | null;
  changedMs: number | null;
}

/** Everything the page shows. Replaced, never changed in place. */
export interface State {
  board: Board | null;
  clock: ZoneClock;
  /** By the tile's query. */
  held: ReadonlyMap<string, Held>;
  freshness: Freshness | null;
  link: Link;
  /** The sentence with which the server refused the board, for example an unknown office. */
  refusal: string | null;
}

export interface Session {
  state(): State;
  /** Calls `listener` after each change; returns what ends it. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

const TICK_MS = 200;
/** With the stream silent this long it is opened anew, and then again after twice, up to a quarter minute. */
const REOPEN = { minMs: 3_000, maxMs: 15_000 };
/** After midnight "today" means another day; the delay lets a server whose clock is behind get there. */
const NEW_DAY_MS = 10_000;

/**
 * Keeps one board up to date: fetches it, holds one stream, watches for silence and opens the stream again for
 * as long as it takes. `search` is the query string of the page; only `office` is taken from it.
 */
export function startSession(search: string): Session {
  const office = new URLSearchParams(search).get('office');
  const suffix = office ? `office=${encodeURIComponent(office)}` : '';
  let hearing: Hearing = { startedMs: performance.now(), heardMs: null, troubleMs: null, freshness: null };
  let stream: Stream | null = null;
  let openedMs = 0;
  /** Openings in a row that nothing came of, and the one under way. */
  let openings = 1;
  let day = '';
  let lastTick = { monotonicMs: performance.now(), wallMs: Date.now() };
  let state: State = {
    board: null,
    clock: zoneClock(''),
    held: new Map(),
    freshness: null,
    link: { kind: 'connecting' },
    refusal: null,
  };
  const listeners = new Set<() => void>();

  const show = (change: Partial<State>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const loadBoard = async () => {
    const answer = await ask(`v1/boards/office${suffix && `?${suffix}`}`);
    if (answer.kind === 'refused') show({ refusal: answer.sentence });
    const board = answer.kind === 'answer' ? readBoard(answer.body) : null;
    if (board) {
      const held = new Map([...state.held].filter(([q]) => board.tiles.some((tile) => tile.q === q)));
      show({ board, held, clock: zoneClock(board.tz), refusal: null });
    }
  };

  const open = () => {
    stream?.close();
    openedMs = performance.now();
    void loadBoard();
    stream = openStream(`v1/stream?board=office${suffix && `&${suffix}`}`, {
      onResult: (q, result) => show({ held: hold(state.held, q, result) }),
      onRefused: (q, refusal) =>
        show({ held: new Map(state.held).set(q, { result: null, refusal, changedMs: null }) }),
      onFreshness(freshness) {
        openings = 1;
        hearing = { ...hearing, heardMs: performance.now(), troubleMs: null, freshness };
        show({ freshness, link: linkOf(hearing, performance.now()) });
      },
      onTrouble() {
        hearing = { ...hearing, troubleMs: hearing.troubleMs ?? performance.now() };
        tick();
      },
    });
  };

  const tick = () => {
    const now = performance.now();
    const moment = { monotonicMs: now, wallMs: Date.now() };
    if (hasSlept(lastTick, moment)) {
      hearing = { ...hearing, troubleMs: now };
      open();
    }
    lastTick = moment;
    const link = linkOf(hearing, now);
    if (changed(link, state.link)) show({ link });
    const quietMs = now - Math.max(openedMs, hearing.heardMs ?? 0);
    if (link.kind === 'offline' && quietMs > backoffMs(openings, REOPEN)) {
      openings += 1;
      open();
    }
    const today = state.clock.day(Date.now() - NEW_DAY_MS);
    if (day && day !== today && state.board) open();
    day = today;
  };

  open();
  const timer = setInterval(tick, TICK_MS);
  // A hidden tab's timers are slowed down; look at once when it is seen again.
  document.addEventListener('visibilitychange', tick);
  document.addEventListener('resume', tick);

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      document.removeEventListener('resume', tick);
      stream?.close();
    },
  };
}

function hold(held: ReadonlyMap<string, Held>, q: string, result: Result): ReadonlyMap<string, Held> {
  const before = held.get(q);
  const same = before && JSON.stringify(before.result?.rows) === JSON.stringify(result.rows);
  const changedMs = same ? before.changedMs : before ? performance.now() : null;
  return new Map(held).set(q, { result, refusal: null, changedMs });
}

/** Silence is counted in whole seconds on the wall: other differences need no drawing. */
function changed(a: Link, b: Link): boolean {
  if (a.kind !== b.kind) return true;
  if (a.kind !== 'offline' || b.kind !== 'offline') return false;
  return Math.round(a.silentMs / 1000) !== Math.round(b.silentMs / 1000);
}
