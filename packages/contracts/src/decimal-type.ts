import avro, { type Type } from 'avsc';

const PLACES = 4;
const MAX_BYTES = 16;
const UNIT = 10n ** BigInt(PLACES);

/**
 * Avro `decimal(18,4)`: two's-complement big-endian bytes of ten-thousandths, in TypeScript a string with
 * exactly four decimal places. Avro 1.12 specification, "Decimal".
 */
export class DecimalType extends avro.types.LogicalType {
  protected override _fromValue(bytes: Buffer): string {
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

/** Ten-thousandths of a plain decimal of at most 14 integer and 4 fractional digits; null for anything else. */
export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const magnitude = BigInt(match[2]!) * UNIT + BigInt((match[3] ?? '').padEnd(PLACES, '0'));
  return match[1] ? -magnitude : magnitude;
}

/** `10545000n` → `"1054.5000"`. */
export function formatDecimal(unscaled: bigint): string {
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  return `${unscaled < 0n ? '-' : ''}${magnitude / UNIT}.${(magnitude % UNIT).toString().padStart(PLACES, '0')}`;
}
