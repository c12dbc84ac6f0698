import type { Shape } from './shape.js';

const NONE = Buffer.alloc(0);

/** An event where it lies in its message: of each field, in the order of its shape, where it is or which number. */
export class EventBytes {
  /** The message's value. */
  bytes: Buffer = NONE;
  /** See `createDigest`. */
  digest = 0;
  /** Where a text begins. */
  readonly from: Int32Array;
  /** Where a field ends. */
  readonly to: Int32Array;
  /** Of an instant, epoch ms; of a decimal, its smallest units; of an enum, which of the symbols. */
  readonly numbers: Float64Array;
  /** 1: the field says nothing. */
  readonly isNull: Uint8Array;

  constructor(
    readonly shape: Shape,
    readonly cross: Readonly<Record<'tenant' | 'id' | 'amount' | 'currency', number>>,
  ) {
    const { length } = shape.fields;
    this.from = new Int32Array(length);
    this.to = new Int32Array(length);
    this.numbers = new Float64Array(length);
    this.isNull = new Uint8Array(length);
  }

  /** The text of a field that is one. */
  text(f: number): string {
    return this.bytes.toString('utf8', this.from[f], this.to[f]);
  }
}
