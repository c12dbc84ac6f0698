import type { Entity } from '@tallyboard/contracts/events';
import type { EventBytes } from '@tallyboard/contracts/scan';
import { Block } from './block.js';
import type { Numbers, Texts } from './columns.js';

/** Rows of `placements`: an event claims a bucket (epoch seconds) for its entity. */
export class Placements extends Block {
  constructor() {
    super([
      { name: 'entity', type: 'String' },
      { name: 'tenant', type: 'String' },
      { name: 'bucket', type: 'DateTime' },
      { name: 'entity_id', type: 'String' },
    ]);
  }

  /** The same of what an event says in these fields. */
  copy(entity: Entity, event: EventBytes, tenant: number, bucket: number, id: number): void {
    const [entities, tenants, buckets, ids] = this.columns as [Texts, Texts, Numbers, Texts];
    entities.put(entity);
    tenants.copy(event.bytes, event.from[tenant]!, event.to[tenant]!);
    buckets.putNumber(bucket);
    ids.copy(event.bytes, event.from[id]!, event.to[id]!);
    this.rows += 1;
  }
}
