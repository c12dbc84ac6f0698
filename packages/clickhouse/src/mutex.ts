import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { Failure } from '@tallyboard/runtime/failure';

/** Longer than any work under a mutex takes; one that is frozen meanwhile holds it no longer. */
const AT_MOST_S = 3_600;
const LOOK_AGAIN_MS = 200;
const RELEASE_WITHIN_MS = 5_000;
/** The holder's statement is seen by then, or the connection to it is dead. */
const SEEN_WITHIN_MS = 10_000;

/**
 * A mutex that ClickHouse keeps without Keeper: a statement that sleeps under a name, since a server runs one of each
 * name at a time. It ends with the connection of its holder, so that who crashes leaves nothing behind. One server
 * knows nothing of the statements of another.
 */
export async function withMutex<T>(
  client: ClickHouseClient,
  name: string,
  run: () => Promise<T>,
): Promise<T> {
  const holder = randomUUID();
  for (;;) {
    const leaving = new AbortController();
    const sleeping = sleep(client, name, holder, leaving.signal);
    const ended = sleeping.then((error) => ({ error }));
    const release = async () => {
      await client
        .command({
          query:
            "KILL QUERY WHERE query_id = {name:String} AND Settings['log_comment'] = {holder:String} SYNC",
          query_params: { name, holder },
          abort_signal: AbortSignal.timeout(RELEASE_WITHIN_MS),
        })
        .catch(() => {});
      leaving.abort();
      await sleeping;
    };
    const seen = AbortSignal.timeout(SEEN_WITHIN_MS);
    const held = await isHeld(client, name, holder, ended, seen).catch(async (error) => {
      await release();
      if (!seen.aborted) throw error;
      throw new Failure(
        `ClickHouse has not answered within ${SEEN_WITHIN_MS / 1_000} s (taking ${name}): it hangs, or the connection to it is dead.`,
        { cause: error },
      );
    });
    if (held) return run().finally(release);
    const error = await sleeping;
    if ((error as { type?: string } | null)?.type !== 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING') throw error;
    await wait(LOOK_AGAIN_MS);
  }
}

/** Resolves, when the statement has ended, with why; null: it has slept its time. */
async function sleep(
  client: ClickHouseClient,
  name: string,
  holder: string,
  abort_signal: AbortSignal,
): Promise<unknown> {
  try {
    await client.command({
      query: `SELECT sleepEachRow(1) FROM numbers(${AT_MOST_S}) FORMAT Null`,
      query_id: name,
      clickhouse_settings: {
        log_comment: holder,
        max_block_size: '1',
        max_execution_time: 0,
        // Of statements that only read, a server ends those whose asker is gone.
        cancel_http_readonly_queries_on_client_close: 1,
        readonly: '2',
        // A connection on which nothing comes would be given up.
        send_progress_in_http_headers: 1,
        http_headers_progress_interval_ms: '60000',
      },
      abort_signal,
    });
    return null;
  } catch (error) {
    return error;
  }
}

/** Looks until the holder's statement runs, or has ended; rejects when neither is seen in time, as over a connection that swallows it. */
async function isHeld(
  client: ClickHouseClient,
  name: string,
  holder: string,
  ended: Promise<unknown>,
  abort_signal: AbortSignal,
): Promise<boolean> {
  for (;;) {
    abort_signal.throwIfAborted();
    const found = await client.query({
      query:
        "SELECT 1 FROM system.processes WHERE query_id = {name:String} AND Settings['log_comment'] = {holder:String}",
      query_params: { name, holder },
      format: 'JSONEachRow',
      abort_signal,
    });
    if ((await found.json()).length > 0) return true;
    const isOver = await Promise.race([ended.then(() => true), wait(20, false)]);
    if (isOver) return false;
  }
}
