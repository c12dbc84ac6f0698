import avro, { type Type } from 'avsc';

const PLACES = 4;
const MAX_BYTES = 16;
/** What most amounts fit into: so many bytes are read and written as a number, several times as fast as a bigint. */
const SMALL_BYTES = 6;
const LEAST_LARGE = 2 ** (SMALL_BYTES * 8 - 1);
/** As `formatDecimal` writes it, so that without its point it is a whole number of ten-thousandths. */
const SMALL = /^-?\d{1,11}\.\d{4}$/;
const UNIT = 10n ** BigInt(PLACES);

/**
 * Avro `decimal(18,4)`: two's-complement big-endian bytes of ten-thousandths, in TypeScript a string with
 * exactly four decimal places. Avro 1.12 specification, "Decimal".
 */
export class DecimalType extends avro.types.LogicalType {
  protected override _fromValue(bytes: Buffer): string {
    if (bytes.length > 0 && bytes.length <= SMALL_BYTES) return formatSmall(bytes.readIntBE(0, bytes.length));
    // 18 digits need 8; what is much longer costs more than it is worth to print.
    if (bytes.length > MAX_BYTES) throw new Error(`a decimal of ${bytes.length} bytes`);
    return formatDecimal(
      bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`)),
    );
  }

  /** Reads what another version of a contract wrote as a decimal; its scale is the same by the compatibility test. */
  protected override _resolve(writer: Type): ((decimal: string) => string) | undefined {
    return writer instanceof DecimalType ? (decimal) => decimal : undefined;
  }

  protected override _toValue(decimal: string): Buffer | undefined {
    if (typeof decimal !== 'string') return undefined;
    const small = SMALL.test(decimal) ? Number(decimal.replace('.', '')) : Number.NaN;
    if (Math.abs(small) < LEAST_LARGE) return bytesOfSmall(small);
    const unscaled = parseDecimal(decimal);
    if (unscaled === null) return undefined;
    let length = 1;
    while (BigInt.asIntN(length * 8, unscaled) !== unscaled) length += 1;
    return Buffer.from(
      BigInt.asUintN(length * 8, unscaled)
        .toString(16)
        .padStart(length * 2, '0'),
      'hex',
    );
  }
}

function formatSmall(unscaled: number): string {
  const digits = String(Math.abs(unscaled)).padStart(PLACES + 1, '0');
  return `${unscaled < 0 ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** As few bytes as hold it with its sign. */
function bytesOfSmall(unscaled: number): Buffer {
  let length = 1;
  while (unscaled >= 2 ** (length * 8 - 1) || unscaled < -(2 ** (length * 8 - 1))) length += 1;
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeIntBE(unscaled, 0, length);
  return bytes;
}

/** Ten-thousandths of a plain decimal of at most 14 integer and 4 fractional digits; null for anything else. */
export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const magnitude = BigInt(match[2]!) * UNIT + BigInt((match[3] ?? '').padEnd(PLACES, '0'));
  return match[1] ? -magnitude : magnitude;
}

/** Whether `formatDecimal` would write it so: what was decoded need not be parsed again. */
export const isWritten = (text: string): boolean =>
  /^-?(?:0|[1-9]\d{0,13})\.\d{4}$/.test(text) && text !== '-0.0000';

/** `10545000n` → `"1054.5000"`. */
export function formatDecimal(unscaled: bigint): string {
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  return `${unscaled < 0n ? '-' : ''}${magnitude / UNIT}.${(magnitude % UNIT).toString().padStart(PLACES, '0')}`;
}
