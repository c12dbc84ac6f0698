import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { ERASURES } from '@tallyboard/facts/erasures';
import { eventTable } from '@tallyboard/facts/event-table';
import { LINK_COLUMNS, PLACEMENT_COLUMNS } from './finding-rows.js';
import type { Facts, Projection } from './project.js';

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
  let stored = new Set<string>();

  async function facts({ rows, links }: Facts): Promise<void> {
    const missing = [...links].filter((link) => !stored.has(link));
    const remembering = stored;
    await Promise.all([
      ...[...rows].map(([entity, ofEntity]) => {
        const { table, columns } = eventTable(entity);
        return clickhouse.insertBinary(table, columns, ofEntity);
      }),
      clickhouse.insertBinary('links', LINK_COLUMNS, missing),
    ]);
    if (remembering.size + missing.length > MOST_REMEMBERED) remembering.clear();
    for (const link of missing) remembering.add(link);
  }

  return {
    fixed: ({ fixed }) => facts(fixed),
    async others({ others, erasures }) {
      await Promise.all([
        facts(others),
        clickhouse.insertBinary('placements', PLACEMENT_COLUMNS, others.placements),
        clickhouse.insertBinary(ERASURES.table, ERASURES.columns, erasures),
      ]);
    },
    forget() {
      stored = new Set();
    },
  };
}
