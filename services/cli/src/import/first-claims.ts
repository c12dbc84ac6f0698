import { hash } from 'node:crypto';
import type { Claim } from './claims.js';

/** The first claim about each subject, and how many there were about it, in some sixty bytes a subject. */
export interface FirstClaims {
  /** What was claimed of the same subject first; null: this is the first. */
  note(line: number, claim: Claim): { line: number; isOther: boolean } | null;
  /** How many claims about a subject were noted. */
  times(of: string): number;
  /** Whether one of them was other than the first. */
  areSeveral(of: string): boolean;
}

/** Words of 32 bits: three of the subject's hash, two of what is said, the line, how often, whether also another. */
const WORDS = 8;
const SAYS = 3;
const LINE = 5;
const TIMES = 6;
const SEVERAL = 7;

/**
 * An open-addressing hash table of hashes. Two of a million subjects have the same 96 bits with a chance of 6e-18; what
 * contradicts the first claim is taken to be the same with one of 5e-20 (64 bits).
 */
export function createFirstClaims(initialSlots = 1_024): FirstClaims {
  let slots = initialSlots;
  let table = new Uint32Array(slots * WORDS);
  let used = 0;

  /** Where a subject is, or would be: probed one after the other; a slot is free as long as its times are 0. */
  const placeOf = (key: ArrayLike<number>): number => {
    for (let slot = key[0]! & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * WORDS;
      if (table[at + TIMES] === 0) return at;
      if (table[at] === key[0] && table[at + 1] === key[1] && table[at + 2] === key[2]) return at;
    }
  };
  const grow = () => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * WORDS);
    for (let at = 0; at < old.length; at += WORDS)
      if (old[at + TIMES] !== 0) {
        const entry = old.subarray(at, at + WORDS);
        table.set(entry, placeOf(entry));
      }
  };
  return {
    note(line, { of, says }) {
      if ((used + 1) * 4 > slots * 3) grow();
      const key = wordsOf(of);
      const said = wordsOf(says);
      const at = placeOf(key);
      const times = table[at + TIMES]!;
      table[at + TIMES] = times + 1;
      if (times > 0) {
        const isOther = table[at + SAYS] !== said[0] || table[at + SAYS + 1] !== said[1];
        if (isOther) table[at + SEVERAL] = 1;
        return { line: table[at + LINE]!, isOther };
      }
      table.set([key[0]!, key[1]!, key[2]!, said[0]!, said[1]!, line], at);
      used += 1;
      return null;
    },
    areSeveral: (of) => table[placeOf(wordsOf(of)) + SEVERAL] === 1,
    times: (of) => table[placeOf(wordsOf(of)) + TIMES]!,
  };
}

function wordsOf(text: string): readonly number[] {
  // As text it is half as dear as in a buffer.
  const hex = hash('sha1', text);
  return [wordAt(hex, 0), wordAt(hex, 8), wordAt(hex, 16)];
}

const wordAt = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 8), 16);
