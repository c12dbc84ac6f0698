import type { Entity } from '@tallyboard/contracts/events';
import { RowWriter } from '@tallyboard/facts/row-writer';

/** Rows of the tables by which cells are found: see RowWriter. Equal rows are one. */
const writer = new RowWriter();

export const PLACEMENT_COLUMNS = [
  { name: 'entity', type: 'String' },
  { name: 'tenant', type: 'String' },
  { name: 'bucket', type: 'DateTime' },
  { name: 'entity_id', type: 'String' },
];

/** An event claims a bucket for its entity. `bucket`: epoch seconds. */
export function placementRow(entity: Entity, tenant: string, bucket: number, id: string): string {
  writer.text(entity);
  writer.text(tenant);
  writer.uint32(bucket);
  writer.text(id);
  return writer.take();
}

export const LINK_COLUMNS = [
  { name: 'entity', type: 'String' },
  { name: 'tenant', type: 'String' },
  { name: 'entity_id', type: 'String' },
  { name: 'fact', type: 'String' },
  { name: 'bucket', type: 'DateTime' },
  { name: 'fact_id', type: 'String' },
];

/** A fact mentions one of what it reads: a fixed fact by its bucket (epoch seconds, else 0), a moving one by its id (else ''). */
export function linkRow(
  entity: Entity,
  tenant: string,
  mentioned: string,
  fact: string,
  bucket: number,
  id: string,
): string {
  writer.text(entity);
  writer.text(tenant);
  writer.text(mentioned);
  writer.text(fact);
  writer.uint32(bucket);
  writer.text(id);
  return writer.take();
}
