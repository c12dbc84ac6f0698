/** What decides which of two events of one entity is the later statement. Arrival plays no part. */
export interface Rank {
  /** As the source gave it; null when it gave none. */
  readonly version: number | null;
  /** Epoch ms. */
  readonly occurredAt: number;
  readonly eventId: string;
  readonly source: string;
  /** CRC-32 of the Avro value. */
  readonly digest: number;
  /**
   * Last resort: `ticket.resolved` and `ticket.reopened` of one instant have the same Avro bytes, and only this
   * tells them apart when a source gives both one id and version.
   */
  readonly type: string;
}

/** The total order of the events of one entity; 0 only for exact duplicates. */
export function compareEvents(left: Rank, right: Rank): number {
  return (
    compareVersions(left.version, right.version) ||
    left.occurredAt - right.occurredAt ||
    compareIds(left.eventId, right.eventId) ||
    compareUtf8(left.source, right.source) ||
    left.digest - right.digest ||
    compareUtf8(left.type, right.type)
  );
}

/** A counter is not a clock: what was given ranks above what was not, whatever the numbers. */
function compareVersions(left: number | null, right: number | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return left - right;
}

const DIGITS = /^[0-9]+$/;

/** Ids of digits compare as numbers of any length, and come before all others; `07` before `7`. */
function compareIds(left: string, right: string): number {
  const isNumber = DIGITS.test(left);
  if (isNumber !== DIGITS.test(right)) return isNumber ? -1 : 1;
  return (isNumber ? compareNumbers(left, right) : 0) || compareUtf8(left, right);
}

function compareNumbers(left: string, right: string): number {
  const [a, b] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')];
  return a.length - b.length || compareUtf8(a, b);
}

/**
 * Compares well-formed strings by their UTF-8 bytes, which is by code points. JavaScript compares UTF-16 units,
 * where the surrogates of U+10000 and above rank below U+E000.
 */
export function compareUtf8(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i += 1) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b)
      return isSurrogate(a) === isSurrogate(b)
        ? a - b
        : isSurrogate(a)
          ? aboveAllUnits(b)
          : -aboveAllUnits(a);
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** A surrogate stands for a code point above every other unit. */
function aboveAllUnits(unit: number): number {
  return 0x10000 - unit;
}
