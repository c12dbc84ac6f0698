/** Whether a stage gets on, for its health. */
export interface Vitals {
  /** Something was stored, announced or committed, or it waits on purpose. */
  worked(): void;
  /** Something failed and is tried again. */
  failed(error: unknown): void;
  /** So many messages of its partitions are not done; `again` of them were before, and ClickHouse has lost them. */
  owes(messages: number, again?: number): void;
  /** Partitions of the topic that no member of the group has. */
  unread(partitions: readonly number[]): void;
  /** It has partitions, if only none, and knows where they begin; or not, and why that was not found out. */
  assigned(isSo: boolean, detail?: string): void;
  /** Kafka answered, or did not. */
  reached(ok: boolean, detail?: string): void;
  /** ClickHouse may just have lost what was stored. */
  lost(): void;
  /** Everything that came up to so long ago is done, as far as is known (its watermark's lag). */
  complete(lagMs: number): void;
  /** Kafka was made anew: the log is not the one that ClickHouse was filled from. */
  log(isFirst: boolean): void;
  report(): { ok: boolean; detail?: string };
  /** How long there has been something to do and nothing was done, in ms. */
  standsStillMs(): number;
}

/** A stage is given this long, less than the 10 s within which health has to tell. */
const PATIENCE_MS = 8_000;

/** Who has not noticed by then that ClickHouse was started anew says nothing more of it; see engine-watch.ts. */
const NOTICED_WITHIN_MS = 3_000;
const NOT_THE_FIRST_LOG =
  'Kafka was made anew: what ClickHouse holds from before counts, and cannot be proven from this log';

/** `what`: what it does, for example `projecting`. `now`: monotonic ms. */
export function createVitals(what: string, now: () => number = () => performance.now()): Vitals {
  let owed = 0;
  let reads = 0;
  let workedMs = now();
  let error: string | null = null;
  let unread: readonly number[] = [];
  let unreadSinceMs: number | null = null;
  let unassignedSinceMs: number | null = null;
  let unassignedDetail = '';
  let reachedMs = now();
  let awayDetail = 'no answer';
  let lostMs: number | null = null;
  let isFirstLog = true;
  const standsStillMs = () => (owed > 0 ? now() - workedMs : 0);
  const isLong = (sinceMs: number | null) => sinceMs !== null && now() - sinceMs >= PATIENCE_MS;
  return {
    worked() {
      workedMs = now();
      error = null;
    },
    failed(failure) {
      error = failure instanceof Error ? failure.message : String(failure);
    },
    owes(messages, again = 0) {
      reads = again;
      // What it does not owe it cannot be late with.
      if (owed === 0) workedMs = now();
      owed = messages;
    },
    unread(partitions) {
      unread = partitions;
      unreadSinceMs = partitions.length === 0 ? null : (unreadSinceMs ?? now());
    },
    assigned(isSo, detail = '') {
      unassignedSinceMs = isSo ? null : (unassignedSinceMs ?? now());
      unassignedDetail = detail;
    },
    reached(ok, detail = '') {
      if (ok) reachedMs = now();
      awayDetail = ok ? 'no answer' : detail;
    },
    lost() {
      lostMs = now();
    },
    complete(lagMs) {
      if (lostMs !== null && now() - lagMs >= lostMs + NOTICED_WITHIN_MS) lostMs = null;
    },
    log(isFirst) {
      isFirstLog = isFirst;
    },
    report() {
      if (error !== null) return { ok: false, detail: `${what} fails: ${error}` };
      if (isLong(reachedMs)) return { ok: false, detail: `Kafka does not answer: ${awayDetail}` };
      if (isLong(unassignedSinceMs))
        return {
          ok: false,
          detail: `${what} waits: which partitions it has, or where they begin, is not known${unassignedDetail && ` (${unassignedDetail})`}`,
        };
      if (isLong(unreadSinceMs)) return { ok: false, detail: `nobody reads partition ${unread.join(', ')}` };
      const stoodMs = standsStillMs();
      if (stoodMs >= PATIENCE_MS)
        return {
          ok: false,
          detail: `${what} stands still: ${owed} messages wait, and nothing was done for ${Math.round(stoodMs / 1_000)} s`,
        };
      if (lostMs !== null)
        return {
          ok: false,
          detail: `ClickHouse was started anew, and what it may have lost is read again from the log: ${reads} messages of before and ${Math.max(0, owed - reads)} others wait`,
        };
      if (reads > 0)
        return { ok: true, detail: `reads ${reads} messages again, of which ClickHouse may lack some` };
      return isFirstLog ? { ok: true } : { ok: true, detail: NOT_THE_FIRST_LOG };
    },
    standsStillMs,
  };
}
