import { type AvroType, asField, kindOf } from '@tallyboard/contracts/fields';

const FIRST_BYTES = 4_096;
/** Of an unsigned LEB128 that says how long a text is. */
const LENGTH_BYTES = 5;
const ASCII_END = 0x80;
const TWO_TO_32 = 2 ** 32;

/**
 * Writes a row value by value, in the order of its columns, as ClickHouse's RowBinary has it
 * (https://clickhouse.com/docs/interfaces/formats/RowBinary).
 */
export class RowWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  /** The row, and begins the next. Each character is a byte (Latin-1): a short string costs a fraction of a Buffer. */
  take(): string {
    const row = this.#bytes.toString('latin1', 0, this.#length);
    this.#length = 0;
    return row;
  }

  /** Also a Bool, the mark before a nullable value (1: null), the length of a short array. */
  uint8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Also a DateTime, in epoch seconds. */
  uint32(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  int32(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeInt32LE(value, this.#length);
  }

  /** Also a DateTime64(3), in epoch ms. */
  int64(value: number): void {
    this.#room(8);
    const high = Math.floor(value / TWO_TO_32);
    this.#bytes.writeUInt32LE(value - high * TWO_TO_32, this.#length);
    this.#length = this.#bytes.writeInt32LE(high, this.#length + 4);
  }

  /** A decimal of at most 18 digits, as it is decoded: with exactly the places of its column. */
  decimal(value: string): void {
    this.#room(8);
    this.#length = this.#bytes.writeBigInt64LE(BigInt(value.replace('.', '')), this.#length);
  }

  /** The same of at most 38 digits. */
  longDecimal(value: string): void {
    this.#room(16);
    const unscaled = BigInt(value.replace('.', ''));
    this.#length = this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, unscaled), this.#length);
    this.#length = this.#bytes.writeBigInt64LE(unscaled >> 64n, this.#length);
  }

  /** How many follow. */
  length(count: number): void {
    let left = count;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.uint8((left % 0x80) + 0x80);
    this.uint8(left);
  }

  text(value: string): void {
    this.#room(LENGTH_BYTES + 3 * value.length);
    if (this.#shortAscii(value)) return;
    this.length(Buffer.byteLength(value));
    this.#length += this.#bytes.write(value, this.#length);
  }

  /** Nearly all texts are: written here, they cost a quarter of a call into Node. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    if (length >= ASCII_END) return false;
    const bytes = this.#bytes;
    const begin = this.#length + 1;
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i);
      if (code >= ASCII_END) return false;
      bytes[begin + i] = code;
    }
    bytes[begin - 1] = length;
    this.#length = begin + length;
    return true;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

export type Write = (row: RowWriter, value: unknown) => void;

/** How values of an Avro type are written into a column of the type that `columnType` gives it. */
export function writeOf(avro: AvroType): Write {
  switch (kindOf(avro)) {
    case 'timestamp-millis':
    case 'long':
      return (row, value) => row.int64(value as number);
    case 'decimal':
      return (avro as { precision: number }).precision <= 18
        ? (row, value) => row.decimal(value as string)
        : (row, value) => row.longDecimal(value as string);
    case 'int':
      return (row, value) => row.int32(value as number);
    case 'boolean':
      return (row, value) => row.uint8(value ? 1 : 0);
    case 'array':
      return writeArray(writeOf((avro as { items: AvroType }).items));
    case 'record':
      return writeRecord(avro as { fields: Parameters<typeof asField>[0][] });
    default:
      return (row, value) => row.text(value as string);
  }
}

function writeArray(write: Write): Write {
  return (row, value) => {
    const entries = value as unknown[];
    row.length(entries.length);
    for (const entry of entries) write(row, entry);
  };
}

function writeRecord({ fields }: { fields: Parameters<typeof asField>[0][] }): Write {
  const writes = fields
    .map(asField)
    .map(({ name, avro, nullable }) => ({ name, nullable, write: writeOf(avro) }));
  return (row, value) => {
    for (const { name, nullable, write } of writes) {
      const said = (value as Record<string, unknown>)[name];
      if (nullable) row.uint8(said === null ? 1 : 0);
      if (said !== null) write(row, said);
    }
  };
}
