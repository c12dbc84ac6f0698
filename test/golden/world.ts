import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Cell } from '@tallyboard/domain/oracle';
import { FACTS } from '@tallyboard/facts/facts';
import { randomHistory } from '@tallyboard/testkit/history';
import { cellsOf } from '../answers/stored.js';

const DAY_SECONDS = 86_400;
const SIZE = 3_000;
const SEEDS = 300;

/**
 * A random history in which every measure of every fact counts something on a day (UTC), in offices that have clocks: that of the least seed that has it,
 * so that neither a new contract nor a new measure leaves the tests of this day with nothing to compare.
 */
export function worldWithEveryMeasureOn(day: string): CrmEvent[] {
  const from = Date.parse(day) / 1_000;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const history = randomHistory(seed, SIZE);
    if (missing(history, from) === 0) return history;
  }
  throw new Error(
    `None of ${SEEDS} random histories of ${SIZE} events has every measure on ${day}: make them larger.`,
  );
}

function missing(history: readonly CrmEvent[], from: number): number {
  const left = new Set(
    FACTS.flatMap(({ name, measures }) => measures.map((measure) => `${name}.${measure.name}`)),
  );
  const offices = new Set(
    history.flatMap((event) =>
      event.type === 'office.updated' ? [`${event.tenant}/${event.office_id}`] : [],
    ),
  );
  for (const { fact, tenant, bucket, dimensions, measures } of cellsOf(history))
    if (bucket >= from && bucket < from + DAY_SECONDS && offices.has(`${tenant}/${dimensions.office}`))
      for (const [name, value] of Object.entries(measures))
        if (!isZero(value)) left.delete(`${fact}.${name}`);
  return left.size;
}

const isZero = (value: Cell['measures'][string]): boolean =>
  typeof value === 'object' ? Object.keys(value).length === 0 : Number(value) === 0;
