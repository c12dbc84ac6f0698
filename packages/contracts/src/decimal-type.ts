import avro, { type Schema, type Type } from 'avsc';

/** How many digits a decimal may have before its point, and has after it. */
export interface DecimalForm {
  whole: number;
  places: number;
}

/** Of amounts: `decimal(18,4)`. */
export const AMOUNT: DecimalForm = { whole: 14, places: 4 };

/** Of a contract's `decimal(precision,scale)`. */
export const formOf = ({
  precision = 0,
  scale = 0,
}: {
  precision?: number;
  scale?: number;
}): DecimalForm => ({
  whole: precision - scale,
  places: scale,
});

const MAX_BYTES = 16;
/** What most amounts fit into: so many bytes are read and written as a number, several times as fast as a bigint. */
const SMALL_BYTES = 6;
const LEAST_LARGE = 2 ** (SMALL_BYTES * 8 - 1);
/** As `formatDecimal` writes an amount, so that without its point it is a whole number of ten-thousandths. */
const SMALL = /^-?\d{1,11}\.\d{4}$/;

/**
 * Avro `decimal`: two's-complement big-endian bytes of its smallest units, in TypeScript a string with exactly as many
 * decimal places as its scale says. Avro 1.12 specification, "Decimal".
 */
export class DecimalType extends avro.types.LogicalType {
  readonly #form: DecimalForm;

  constructor(schema: Schema, options?: object) {
    super(schema, options);
    this.#form = formOf(schema as object);
  }

  protected override _fromValue(bytes: Buffer): string {
    const { places } = this.#form;
    if (bytes.length > 0 && bytes.length <= SMALL_BYTES)
      return formatSmall(bytes.readIntBE(0, bytes.length), places);
    // 28 digits need 12; what is much longer costs more than it is worth to print.
    if (bytes.length > MAX_BYTES) throw new Error(`a decimal of ${bytes.length} bytes`);
    return formatDecimal(
      bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`)),
      this.#form,
    );
  }

  /** Reads what another version of a contract wrote as a decimal; its scale is the same by the compatibility test. */
  protected override _resolve(writer: Type): ((decimal: string) => string) | undefined {
    return writer instanceof DecimalType && writer.#form.places === this.#form.places
      ? (decimal) => decimal
      : undefined;
  }

  protected override _toValue(decimal: string): Buffer | undefined {
    if (typeof decimal !== 'string') return undefined;
    const isSmall = this.#form.places === AMOUNT.places && SMALL.test(decimal);
    const small = isSmall ? Number(decimal.replace('.', '')) : Number.NaN;
    if (Math.abs(small) < LEAST_LARGE) return bytesOfSmall(small);
    const unscaled = parseDecimal(decimal, this.#form);
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

function formatSmall(unscaled: number, places: number): string {
  const digits = String(Math.abs(unscaled)).padStart(places + 1, '0');
  return `${unscaled < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** As few bytes as hold it with its sign. */
function bytesOfSmall(unscaled: number): Buffer {
  let length = 1;
  while (unscaled >= 2 ** (length * 8 - 1) || unscaled < -(2 ** (length * 8 - 1))) length += 1;
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeIntBE(unscaled, 0, length);
  return bytes;
}

/** The smallest units of a plain decimal that fits the form, such as ten-thousandths of an amount; null for anything else. */
export function parseDecimal(text: string, { whole, places } = AMOUNT): bigint | null {
  const [, sign, digits = '', fraction = ''] = PLAIN.exec(text) ?? [];
  if (digits === '' || digits.length > whole || fraction.length > places) return null;
  const magnitude = BigInt(digits + fraction.padEnd(places, '0'));
  return sign ? -magnitude : magnitude;
}

const PLAIN = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Whether `formatDecimal` would write an amount so: what was decoded need not be parsed again. */
export const isWritten = (text: string): boolean =>
  /^-?(?:0|[1-9]\d{0,13})\.\d{4}$/.test(text) && text !== '-0.0000';

/** `10545000n` → `"1054.5000"`. */
export function formatDecimal(unscaled: bigint, { places } = AMOUNT): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(places + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
