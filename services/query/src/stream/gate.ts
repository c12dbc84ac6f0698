/** For whom a task is done. */
export interface Asker {
  tenant: string;
  /** Each of them wants it; the turn of any of them will do. */
  clients(): Iterable<string>;
}

/** Takes a task, which runs when it is its turn. */
export type Gate = (asker: Asker, task: () => Promise<void>) => void;

export interface GateOptions {
  /** Tasks that run at once. */
  atOnce: number;
  /** Of them, those of one tenant. */
  perTenant: number;
  /** How long tasks of one client may run, in ms a ms. */
  share: number;
  /** What a client may use at once of what it has not used before, ms. It never owes more than this. */
  burstMs: number;
  /** Monotonic, ms. */
  now(): number;
}

interface Waiting {
  asker: Asker;
  task: () => Promise<void>;
}

/**
 * Shares what runs at once: tenants take turns, and within one its clients do (round robin), so that who asks much
 * waits for itself. A client that has used up its share waits until it has some again (a token bucket).
 */
export function createGate(options: GateOptions): Gate {
  const { atOnce, perTenant, now } = options;
  /** Of each tenant; the next one to have a turn first. */
  const waiting = new Map<string, Waiting[]>();
  const running = new Map<string, number>();
  const lanes = createLanes(options);
  let count = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = (tenant: string, { task }: Waiting, client: string | undefined) => {
    count += 1;
    running.set(tenant, (running.get(tenant) ?? 0) + 1);
    const startedMs = now();
    void task().finally(() => {
      count -= 1;
      const left = running.get(tenant)! - 1;
      if (left > 0) running.set(tenant, left);
      else running.delete(tenant);
      if (client !== undefined) lanes.charge(client, now() - startedMs);
      next();
    });
  };

  const startOne = (): boolean => {
    for (const [tenant, tasks] of waiting) {
      if ((running.get(tenant) ?? 0) >= perTenant) continue;
      const found = lanes.choose(tasks.map(({ asker }) => asker.clients()));
      if (!found) continue;
      const [chosen] = tasks.splice(found.index, 1);
      // Its next turn comes after those of all others.
      waiting.delete(tenant);
      if (tasks.length > 0) waiting.set(tenant, tasks);
      start(tenant, chosen!, found.client);
      return true;
    }
    return false;
  };

  const next = () => {
    clearTimeout(timer);
    while (count < atOnce && startOne());
    if (count < atOnce && waiting.size > 0) timer = setTimeout(next, lanes.waitMs()).unref();
  };

  return (asker, task) => {
    const tasks = waiting.get(asker.tenant) ?? [];
    waiting.set(asker.tenant, tasks);
    tasks.push({ asker, task });
    next();
  };
}

interface Lane {
  /** What the client may use, ms as of `atMs`; below zero: what it owes. */
  levelMs: number;
  atMs: number;
  /** Grows with each turn. */
  turn: number;
}

/** What each client has used, and whose turn it is. */
function createLanes({ share, burstMs, now }: GateOptions) {
  const lanes = new Map<string, Lane>();
  /** By then nobody owes anything. */
  const forgetMs = (2 * burstMs) / share;
  let turns = 0;

  const levelOf = (client: string): number => {
    const lane = lanes.get(client);
    return lane ? Math.min(burstMs, lane.levelMs + (now() - lane.atMs) * share) : burstMs;
  };
  const set = (client: string, levelMs: number) => {
    const turn = lanes.get(client)?.turn ?? 0;
    lanes.set(client, { levelMs, atMs: now(), turn });
  };

  return {
    /** Of tasks, each wanted by some clients, the one of the client that has waited longest for a turn. */
    choose(wantedBy: readonly Iterable<string>[]): { index: number; client: string | undefined } | null {
      let best: { index: number; client: string; turn: number } | null = null;
      for (const [index, clients] of wantedBy.entries()) {
        let isWanted = false;
        for (const client of clients) {
          isWanted = true;
          const turn = lanes.get(client)?.turn ?? 0;
          if (levelOf(client) > 0 && (!best || turn < best.turn)) best = { index, client, turn };
        }
        // It only has to notice that nobody wants it any more.
        if (!isWanted) return { index, client: undefined };
      }
      if (!best) return null;
      set(best.client, levelOf(best.client));
      lanes.get(best.client)!.turn = turns += 1;
      return best;
    },

    charge(client: string, usedMs: number): void {
      set(client, Math.max(-burstMs, levelOf(client) - usedMs));
      // Who has used nothing for long is like one who was never here.
      for (const [each, { atMs }] of lanes) if (now() - atMs > forgetMs) lanes.delete(each);
    },

    /** Until a client that owes something owes nothing. */
    waitMs(): number {
      const owed = [...lanes.keys()].map((client) => -levelOf(client)).filter((ms) => ms >= 0);
      return owed.length === 0 ? IDLE_MS : Math.min(...owed) / share + 1;
    },
  };
}

const IDLE_MS = 1_000;
