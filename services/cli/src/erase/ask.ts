import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { entityOf } from '@tallyboard/contracts/codec';
import type { Entity } from '@tallyboard/contracts/events';
import { EVENT_TYPES, idFieldOf, isErasureType } from '@tallyboard/contracts/registry';
import { sweepsOf } from '@tallyboard/facts/erasures';
import { Failure } from '@tallyboard/runtime/failure';
import type { OutgoingEvent } from '../import/events.js';
import { notErased, type Subject } from './known.js';

/** The events of a request, which is their source and the beginning of their ids: of no word about anybody. */
export function eventsFor(subjects: readonly Subject[], keyId: string, nowMs: number): OutgoingEvent[] {
  const request = randomUUID();
  const time = new Date(nowMs).toISOString();
  return subjects.map(({ entity, id }, n) => ({
    specversion: '1.0',
    id: `${request}/${n + 1}`,
    source: `erase/${keyId}`,
    type: EVENT_TYPES.find((type) => isErasureType(type) && entityOf(type) === entity)!,
    time,
    data: { [idFieldOf(entity)]: id, erased_at: time },
  }));
}

/** Which key it is, by what stands in it in clear. */
export const keyIdOf = (key: string): string => /^tally_([0-9a-f]+)_/.exec(key)?.[1] ?? 'unknown key';

/** How many rows tables have of them. */
export async function rowsLeft(
  clickhouse: ClickHouse,
  tenant: string,
  subjects: readonly Subject[],
): Promise<number> {
  const byEntity = new Map<Entity, (readonly [string, string])[]>();
  for (const { entity, id } of subjects)
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), [tenant, id]]);
  let left = 0;
  for (const [entity, ids] of byEntity)
    for (const { count } of sweepsOf(entity, ids)) {
      const [found] = await clickhouse.rows<{ n: number }>(count);
      left += found!.n;
    }
  return left;
}

const LOOK_MS = 200;

/** Resolves once the processor has erased them: it is noted, and no table has a row of them. */
export async function untilGone(
  clickhouse: ClickHouse,
  tenant: string,
  subjects: readonly Subject[],
  patienceMs: number,
): Promise<void> {
  let until = Date.now() + patienceMs;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const waiting = (await notErased(clickhouse, tenant, subjects)).length;
    const left = waiting + (await rowsLeft(clickhouse, tenant, subjects));
    if (left === 0) return;
    if (left < before) until = Date.now() + patienceMs;
    before = left;
    if (Date.now() > until)
      throw new Failure(
        `The request is in the log, and the processor has not carried it out within ${patienceMs / 1_000} s: see that it runs; the same command waits for the rest.`,
      );
    await sleep(LOOK_MS);
  }
}
