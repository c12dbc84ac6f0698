const FIRST_BYTES = 64;
/** To copy so many one by one costs less than a call into Node. */
const FEW = 48;
const TWO_TO_32 = 2 ** 32;

/** Bytes that grow; whole numbers are little-endian. */
export class Bytes {
  data: Buffer;
  length = 0;
  #view: DataView;

  constructor(capacity = FIRST_BYTES) {
    this.data = Buffer.allocUnsafe(capacity);
    this.#view = viewOf(this.data);
  }

  uint8(value: number): void {
    this.room(1);
    this.data[this.length] = value;
    this.length += 1;
  }

  /** Of any 32 bits, signed or not. */
  int32(value: number): void {
    this.room(4);
    this.#view.setInt32(this.length, value, true);
    this.length += 4;
  }

  /** Of a safe integer. */
  int64(value: number): void {
    this.room(8);
    const high = Math.floor(value / TWO_TO_32);
    this.#view.setUint32(this.length, value - high * TWO_TO_32, true);
    this.#view.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  bigint64(value: bigint): void {
    this.room(8);
    this.#view.setBigInt64(this.length, BigInt.asIntN(64, value), true);
    this.length += 8;
  }

  /** Unsigned LEB128, as lengths are written. */
  varint(value: number): void {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.uint8((left % 0x80) + 0x80);
    this.uint8(left);
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.varint(bytes);
    this.room(bytes);
    this.length += this.data.write(value, this.length);
  }

  copy(from: Buffer, begin: number, end: number): void {
    const bytes = end - begin;
    this.room(bytes);
    const { data, length } = this;
    if (bytes > FEW) from.copy(data, length, begin, end);
    else for (let i = 0; i < bytes; i += 1) data[length + i] = from[begin + i]!;
    this.length = length + bytes;
  }

  /** A text of UTF-8 where it lies, behind its length. */
  copyText(from: Buffer, begin: number, end: number): void {
    this.varint(end - begin);
    this.copy(from, begin, end);
  }

  /** Makes room for so many more. */
  room(bytes: number): void {
    const least = this.length + bytes;
    if (least <= this.data.length) return;
    const larger = Buffer.allocUnsafe(2 * least);
    this.data.copy(larger, 0, 0, this.length);
    this.data = larger;
    this.#view = viewOf(larger);
  }

  written(): Buffer {
    return this.data.subarray(0, this.length);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer) => new DataView(buffer, byteOffset, byteLength);
