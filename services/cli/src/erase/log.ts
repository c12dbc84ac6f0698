import { encode, typeOf } from '@tallyboard/contracts/codec';
import { isErasure, keptOfErased } from '@tallyboard/contracts/erasure';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { readMessage } from '@tallyboard/contracts/log-message';
import { isErasureType } from '@tallyboard/contracts/registry';
import { Block } from '@tallyboard/facts/block';
import { eventTable } from '@tallyboard/facts/event-table';
import { tupleList } from '@tallyboard/facts/sql-text';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { recordedAt } from '@tallyboard/kafka/recorded';
import { replay } from '@tallyboard/kafka/replay';
import { planRewrite, type Rewrite, type Rewritten, rewriteTopic } from '@tallyboard/kafka/rewrite';
import { Failure } from '@tallyboard/runtime/failure';
import { untilCaughtUp } from '../verify/caught-up.js';
import type { Stack } from '../verify/stack.js';

/** What there is to take out of the log. */
export interface Forgetting {
  /** Who is erased, by the log, which everything is proven from: tables may be behind it. */
  erased: ReadonlySet<string>;
  rewrite: Rewrite;
}

/** Looks through the log for what is not kept of those who are erased; changes nothing. */
export async function planForgetting({ kafka, topics }: Stack): Promise<Forgetting> {
  const erased = await erasedIn(kafka, topics.events);
  let later: string | null = null;
  const rewrite = await planRewrite(kafka, topics.events, (message) => {
    if (!isOf(erased, message)) return 'as it is';
    const kept = keptOf(message);
    if ('later' in kept) later ??= kept.later;
    return 'later' in kept ? 'as it is' : kept.value;
  });
  if (later !== null)
    throw new Failure(
      `Of somebody who is erased the log has a message that this version cannot read (${later}): what is kept of it is known to the version that wrote it alone. Let that one do this.`,
    );
  return { erased, rewrite };
}

/**
 * Takes out of the log what was planned. Resolves once the processor has read what was written once more: of a rep that is
 * another content, and the rows of the one before go then. These go before the log does, so that who is cut off finds them
 * again. How many messages of the erased came in meanwhile: to be taken out another time.
 */
export async function forgetInLog(
  { clickhouse, kafka, topics, offsets, pipeline }: Stack,
  { erased, rewrite }: Forgetting,
  patienceMs: number,
): Promise<number> {
  const rows = repRows();
  const waiting = { patienceMs, onProgress: () => {} };
  const rewritten = (message: IncomingMessage): Rewritten => {
    const kept = isOf(erased, message) ? keptOf(message) : { value: 'as it is' as const };
    if ('later' in kept) throw new Error(`what was readable is not: ${kept.later}`);
    if (Buffer.isBuffer(kept.value)) rows.replace(message);
    return kept.value;
  };
  let again = 0;
  await rewriteTopic(
    kafka,
    topics.events,
    rewritten,
    async (to) => {
      // What a reader has not read yet is gone for it once it is deleted.
      await untilCaughtUp(offsets, pipeline, await offsets.ends(pipeline.events), waiting);
      if (rows.replaced.size > 0) await clickhouse.command(rows.deleteSql());
      // Who said the same once more has a row of the same key, which may be gone with the other.
      const { table, columns } = eventTable('rep');
      const toldAgain = new Block(columns);
      await replay(kafka, topics.events, {
        from: new Map(to),
        to: new Map([...(await endOffsets(kafka, topics.events))].filter(([partition]) => to.has(partition))),
        onMessages(_partition, messages) {
          for (const message of messages) {
            const kept = isOf(erased, message) ? keptOf(message) : { value: 'as it is' as const };
            if ('later' in kept || kept.value === 'as it is') continue;
            again += 1;
            const row = rows.rowAgain(message);
            if (row !== null) toldAgain.add(row);
          }
        },
      });
      await clickhouse.insertBlocks(table, [toldAgain]);
    },
    rewrite,
  );
  return again;
}

/** The keys of all whom the log erases, wherever it says so. */
async function erasedIn(kafka: Stack['kafka'], topic: string): Promise<Set<string>> {
  const erased = new Set<string>();
  await replay(kafka, topic, {
    to: await endOffsets(kafka, topic),
    onMessages(_partition, messages) {
      for (const { key, value } of messages) {
        const type = value && typeOf(value);
        if (type && isErasureType(type) && readMessage({ key, value }).ok) erased.add(String(key));
      }
    },
  });
  return erased;
}

const isOf = (erased: ReadonlySet<string>, { key }: IncomingMessage): boolean =>
  key !== null && erased.has(key.toString());

/** What is kept of a message of one who is erased; of what a later version wrote nobody here knows it. */
function keptOf(message: IncomingMessage): { value: Rewritten } | { later: string } {
  const read = readMessage(message);
  if (!read.ok)
    return read.isOfLater ? { later: `offset ${message.offset}: ${read.reason}` } : { value: null };
  if (isErasure(read.event)) return { value: 'as it is' };
  const kept = keptOfErased(read.event);
  if (kept === null) return { value: null };
  const value = encode(kept);
  return { value: message.value?.equals(value) ? 'as it is' : value };
}

/** Rows of reps whose content is another one in the log from now on, by what tells them apart. */
function repRows() {
  const { table, row } = eventTable('rep');
  const replaced = new Map<string, string[]>();
  const identityOf = (event: CrmEvent & { type: 'rep.updated' }, digest: number): string[] => [
    event.tenant,
    event.rep_id,
    String(event.source_version),
    event.event_id,
    event.source,
    String(digest),
  ];
  const said = (message: IncomingMessage) => {
    const read = readMessage(message);
    return read.ok && read.event.type === 'rep.updated' ? { event: read.event, digest: read.digest } : null;
  };
  return {
    replaced,
    replace(message: IncomingMessage) {
      const found = said(message);
      if (!found) return;
      const identity = identityOf(found.event, found.digest);
      replaced.set(JSON.stringify(identity), identity);
    },
    deleteSql: () =>
      `DELETE FROM ${table} WHERE (tenant, rep_id, toString(source_version), event_id, toString(source), toString(digest)) IN ${tupleList([...replaced.values()])}`,
    /** The row that the processor writes of it; null: none was deleted. */
    rowAgain(message: IncomingMessage): readonly unknown[] | null {
      const found = said(message);
      if (!found || !replaced.has(JSON.stringify(identityOf(found.event, found.digest)))) return null;
      return row(keptOfErased(found.event)!, found.digest, recordedAt(message));
    },
  };
}
