import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '@tallyboard/clickhouse/client';
import {
  definitions,
  noteDefinition,
  storedDefinition,
} from '@tallyboard/clickhouse/schema/cell-definitions';
import { describedLinksSql } from '@tallyboard/facts/described';
import { eventTable } from '@tallyboard/facts/event-table';
import type { Fact } from '@tallyboard/facts/facts';
import { clusterId, committedOffsets, endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { Producer } from '@tallyboard/kafka/producer';
import { announceAllCells } from '@tallyboard/rebuild/announce-cells';
import type { Logger } from '@tallyboard/runtime/logging';

export interface RefillOptions {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  producer: Producer;
  /** crm.cells, and who restates what is announced there. */
  topic: string;
  /** Which life of crm.cells this is, the first being 1. */
  life(): Promise<number>;
  aggregators: string;
  log: Logger;
  signal: AbortSignal;
}

/** So many announced cells may wait at most: those that live traffic touches come between. */
const MOST_WAITING = 2_000;
const LOOK_MS = 250;
const AGAIN_MS = 5_000;

/**
 * Has the cells of each fact recomputed whose definition is not the one that they were stored by: a measure that is new
 * today covers all of history. So it is with all facts when crm.cells was made anew: what it held may not have been
 * restated. Resolves when all are announced, or once stopped; what fails is tried again.
 */
export async function refill(options: RefillOptions): Promise<void> {
  const { log, signal } = options;
  while (!signal.aborted)
    try {
      const life = await options.life();
      for (const [fact, definition] of await definitions())
        await refillFact(fact, life > 1 ? `${definition}#${life}` : definition, options);
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'cells whose definition is new are not all announced yet');
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
}

async function refillFact(fact: Fact, definition: string, options: RefillOptions): Promise<void> {
  const { kafka, clickhouse, producer, topic, aggregators, log, signal } = options;
  if ((await storedDefinition(clickhouse, fact)) === definition) return;
  await linkDescribed(clickhouse, fact);
  const turn = async () => {
    while (!signal.aborted && (await waiting(kafka, aggregators, topic)) > MOST_WAITING)
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  };
  // What was announced for another definition, or by hand before there was this one, is announced again.
  const announcement = `${await clusterId(kafka)}/${topic} ${definition}`;
  const { cells } = await announceAllCells(fact, {
    clickhouse,
    producer,
    topic,
    log: announcement,
    turn,
    signal,
  });
  await noteDefinition(clickhouse, fact, definition);
  if (cells > 0)
    log.info({ fact: fact.name, cells }, 'its definition or crm.cells is new: all its cells are restated');
}

/** So that what changes of those by which it is described finds also cells of before it was. */
export async function linkDescribed(
  clickhouse: ClickHouse,
  { name, entity, described }: Fact,
): Promise<void> {
  if (!described) return;
  await clickhouse.command(describedLinksSql(described, name, eventTable(entity).table), undefined, {
    what: `linking ${name} events to each ${described.entity}`,
    withinMs: LINK_MS,
  });
}

/** Of all that ever happened. */
const LINK_MS = 600_000;

async function waiting(kafka: KafkaConnection, group: string, topic: string): Promise<number> {
  const [ends, committed] = await Promise.all([
    endOffsets(kafka, topic),
    committedOffsets(kafka, group, topic),
  ]);
  let messages = 0;
  for (const [partition, end] of ends) messages += Math.max(0, end - (committed.get(partition) ?? 0));
  return messages;
}
