import { Bytes } from './bytes.js';

const FIRST_SLOTS = 64;

/** A set of byte strings, in the order in which they came. One of short ones costs a fraction of a Set of strings. */
export class ByteSet {
  readonly bytes = new Bytes();
  size = 0;
  /** Where each ends. */
  #ends = new Int32Array(FIRST_SLOTS / 2);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  /** The number of an entry, from 1; 0: none. By linear probing, at most half full. */
  #slots = new Int32Array(FIRST_SLOTS);

  /** Whether it is new. */
  add(from: Buffer, begin: number, end: number): boolean {
    const hash = hashOf(from, begin, end);
    const slot = this.#slotOf(hash, from, begin, end);
    if (this.#slots[slot] !== 0) return false;
    const { bytes } = this;
    bytes.copy(from, begin, end);
    this.#ends[this.size] = bytes.length;
    this.#hashes[this.size] = hash;
    this.size += 1;
    this.#slots[slot] = this.size;
    if (2 * this.size >= this.#slots.length) this.#grow();
    return true;
  }

  has(from: Buffer, begin: number, end: number): boolean {
    return this.size > 0 && this.#slots[this.#slotOf(hashOf(from, begin, end), from, begin, end)] !== 0;
  }

  /** Where an entry begins in `bytes`. */
  begin(entry: number): number {
    return entry === 0 ? 0 : this.#ends[entry - 1]!;
  }

  end(entry: number): number {
    return this.#ends[entry]!;
  }

  /** Adds all of another. */
  addAll(other: ByteSet): void {
    for (let i = 0; i < other.size; i += 1) this.add(other.bytes.data, other.begin(i), other.end(i));
  }

  /** Where it is, or would be. */
  #slotOf(hash: number, from: Buffer, begin: number, end: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0 || (this.#hashes[entry] === hash && this.#isEqual(entry, from, begin, end))) return slot;
    }
  }

  #isEqual(entry: number, from: Buffer, begin: number, end: number): boolean {
    const at = this.begin(entry);
    if (this.end(entry) - at !== end - begin) return false;
    const { data } = this.bytes;
    for (let i = begin; i < end; i += 1) if (data[at + i - begin] !== from[i]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.size; entry += 1) {
      let slot = this.#hashes[entry]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
    this.#ends = grown(this.#ends, slots.length / 2);
    this.#hashes = grown(this.#hashes, slots.length / 2);
  }
}

function grown(some: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(some);
  return larger;
}

/** FNV-1a, with its high bits mixed into the low ones, by which slots are found. */
function hashOf(bytes: Buffer, begin: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = begin; i < end; i += 1) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
