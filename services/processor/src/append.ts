import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { eventTable } from '@tallyboard/facts/event-table';
import type { Facts, Projection } from './project.js';

const PLACEMENT_COLUMNS = ['entity', 'tenant', 'bucket', 'entity_id'];
const LINK_COLUMNS = ['entity', 'tenant', 'entity_id', 'fact', 'bucket', 'fact_id'];

/** Stores facts. Storing the same batch twice leaves the same facts. */
export interface Append {
  /** The fixed ones of a batch. */
  fixed(projection: Projection): Promise<void>;
  /** All else, with where it may be placed. */
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
        return clickhouse.insertRows(
          table,
          columns.map(({ name }) => name),
          ofEntity,
        );
      }),
      clickhouse.insertRows('links', LINK_COLUMNS, missing),
    ]);
    if (remembering.size + missing.length > MOST_REMEMBERED) remembering.clear();
    for (const link of missing) remembering.add(link);
  }

  return {
    fixed: ({ fixed }) => facts(fixed),
    async others({ others }) {
      await Promise.all([
        facts(others),
        clickhouse.insertRows('placements', PLACEMENT_COLUMNS, others.placements),
      ]);
    },
    forget() {
      stored = new Set();
    },
  };
}
