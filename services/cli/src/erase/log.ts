import { encode, entityIdOf } from '@tallyboard/contracts/codec';
import { isErasure, keptOfErased } from '@tallyboard/contracts/erasure';
import { readMessage } from '@tallyboard/contracts/log-message';
import { tupleList } from '@tallyboard/facts/sql-text';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { type Rewritten, rewriteTopic } from '@tallyboard/kafka/rewrite';
import { untilCaughtUp } from '../verify/caught-up.js';
import type { Stack } from '../verify/stack.js';

/** What was taken out of the log, and what was written once more to that end. */
export interface Forgotten {
  dropped: number;
  copied: number;
}

/**
 * Takes out of the log what is not kept of those who are erased. Resolves once the processor has read what was written once
 * more: of a rep that is another content, and the rows of the one before go then.
 */
export async function forgetInLog(stack: Stack, patienceMs: number): Promise<Forgotten> {
  const { clickhouse, kafka, topics, offsets, pipeline } = stack;
  const erasures = await clickhouse.rows<{ key: string }>(
    "SELECT DISTINCT concat(tenant, '/', entity, '/', entity_id) AS key FROM erasures",
  );
  const erased = new Set(erasures.map(({ key }) => key));
  const replaced = new Map<string, [tenant: string, rep: string, digest: string]>();
  const rewritten = (message: IncomingMessage): Rewritten => {
    if (!erased.has(message.key?.toString() ?? '')) return 'as it is';
    const read = readMessage(message);
    if (!read.ok) return null;
    const { event, digest } = read;
    if (isErasure(event)) return 'as it is';
    const kept = keptOfErased(event);
    if (kept === null) return null;
    const value = encode(kept);
    if (message.value?.equals(value)) return 'as it is';
    const identity = [event.tenant, entityIdOf(event), String(digest)] as [string, string, string];
    replaced.set(JSON.stringify(identity), identity);
    return value;
  };
  const waiting = { patienceMs, onProgress: () => {} };
  const forgotten = await rewriteTopic(kafka, topics.events, rewritten, async () => {
    // What a reader has not read yet is gone for it once it is deleted.
    await untilCaughtUp(offsets, pipeline, await offsets.ends(pipeline.events), waiting);
  });
  await untilCaughtUp(offsets, pipeline, await offsets.ends(pipeline.events), waiting);
  if (replaced.size > 0)
    await clickhouse.command(
      `DELETE FROM rep_events WHERE (tenant, rep_id, toString(digest)) IN ${tupleList([...replaced.values()])}`,
    );
  return forgotten;
}
