import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { ERASURES } from '@tallyboard/facts/erasures';
import { eventTable } from '@tallyboard/facts/event-table';
import { Links } from '@tallyboard/facts/links';
import type { Projection } from './project.js';
import type { Facts } from './sorted.js';

/** Stores facts. Storing the same batch twice leaves the same facts. */
export interface Append {
  /** The fixed ones of a batch. */
  fixed(projection: Projection): Promise<void>;
  /** All else, with where it may be placed, and who is erased. */
  others(projection: Projection): Promise<void>;
  /** ClickHouse may have lost something: what is known to be there is no longer known. */
  forget(): void;
}

/** So many links are remembered as stored: the same few are mentioned again and again. */
const MOST_REMEMBERED = 100_000;

export function createAppend(clickhouse: ClickHouse): Append {
  let stored = new Links();

  async function facts({ rows, links }: Facts): Promise<void> {
    const missing = links.without(stored);
    const remembering = stored;
    await Promise.all([
      ...[...rows].map(([entity, blocks]) => clickhouse.insertBlocks(eventTable(entity).table, blocks)),
      clickhouse.insertBlocks('links', [missing.block()]),
    ]);
    if (remembering.size + missing.size > MOST_REMEMBERED) remembering.clear();
    remembering.addAll(missing);
  }

  return {
    fixed: ({ fixed }) => facts(fixed),
    async others({ others, erasures }) {
      await Promise.all([
        facts(others),
        clickhouse.insertBlocks('placements', others.placements),
        clickhouse.insertBlocks(ERASURES.table, [erasures]),
      ]);
    },
    forget() {
      stored = new Links();
    },
  };
}
