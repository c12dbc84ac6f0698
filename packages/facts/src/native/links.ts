import type { EventBytes } from '@tallyboard/contracts/scan';
import { Block } from './block.js';
import { ByteSet } from './byte-set.js';
import { Bytes } from './bytes.js';
import type { Numbers, Texts } from './columns.js';

/**
 * A row of `links`: a fact mentions one of what it reads, a fixed fact by its bucket (epoch seconds, else 0), a moving one by
 * its id (else `''`).
 */
export interface Link {
  bucket: number;
  entity: string;
  tenant: string;
  mentioned: string;
  fact: string;
  id: string;
}

const COLUMNS = [
  { name: 'bucket', type: 'DateTime' },
  { name: 'entity', type: 'String' },
  { name: 'tenant', type: 'String' },
  { name: 'entity_id', type: 'String' },
  { name: 'fact', type: 'String' },
  { name: 'fact_id', type: 'String' },
];
const BUCKET_BYTES = 4;

/** What all links of a fact to an entity have in common. */
export interface LinkKind {
  entity: Buffer;
  fact: Buffer;
}

export const linkKind = (entity: string, fact: string): LinkKind => ({
  entity: Buffer.from(entity),
  fact: Buffer.from(fact),
});

/** A field of an event; null: none. */
type FieldOf = number | null;

/** Links, each once. */
export class Links {
  #set = new ByteSet();
  readonly #row = new Bytes();

  get size(): number {
    return this.#set.size;
  }

  add({ bucket, entity, tenant, mentioned, fact, id }: Link): void {
    const row = this.#begin(bucket);
    for (const text of [entity, tenant, mentioned, fact, id]) row.text(text);
    this.#set.add(row.data, 0, row.length);
  }

  /** The same of what an event says in these fields. */
  copy(
    kind: LinkKind,
    event: EventBytes,
    tenant: number,
    mentioned: number,
    bucket: number,
    id: FieldOf,
  ): void {
    const row = this.#begin(bucket);
    row.copyText(kind.entity, 0, kind.entity.length);
    copyField(row, event, tenant);
    copyField(row, event, mentioned);
    row.copyText(kind.fact, 0, kind.fact.length);
    copyField(row, event, id);
    this.#set.add(row.data, 0, row.length);
  }

  addAll(others: Links): void {
    this.#set.addAll(others.#set);
  }

  clear(): void {
    this.#set = new ByteSet();
  }

  /** Those that the others have not. */
  without(others: Links): Links {
    const rest = new Links();
    const { bytes } = this.#set;
    for (let i = 0; i < this.size; i += 1) {
      const [begin, end] = [this.#set.begin(i), this.#set.end(i)];
      if (!others.#set.has(bytes.data, begin, end)) rest.#set.add(bytes.data, begin, end);
    }
    return rest;
  }

  /** Rows of `links`. Its texts are behind their lengths already. */
  block(): Block {
    const block = new Block(COLUMNS);
    const [buckets, ...texts] = block.columns as [Numbers, ...Texts[]];
    const { data } = this.#set.bytes;
    for (let i = 0; i < this.size; i += 1) {
      let at = this.#set.begin(i);
      buckets.putNumber(data.readUInt32LE(at));
      at += BUCKET_BYTES;
      for (const column of texts) {
        const end = endOfText(data, at);
        column.bytes.copy(data, at, end);
        at = end;
      }
    }
    block.rows = this.size;
    return block;
  }

  #begin(bucket: number): Bytes {
    this.#row.length = 0;
    this.#row.int32(bucket);
    return this.#row;
  }
}

function copyField(row: Bytes, event: EventBytes, f: FieldOf): void {
  if (f === null) row.uint8(0);
  else row.copyText(event.bytes, event.from[f]!, event.to[f]!);
}

function endOfText(data: Buffer, begin: number): number {
  let length = 0;
  for (let at = begin, scale = 1; ; at += 1, scale *= 0x80) {
    length += (data[at]! & 0x7f) * scale;
    if (data[at]! < 0x80) return at + 1 + length;
  }
}
