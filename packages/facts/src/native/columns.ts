import { Bytes } from './bytes.js';

/** A column that grows value by value, as ClickHouse's Native format has it. */
export interface Column {
  /** A value in the form in which events are decoded; null and undefined are nothing. */
  put(value: unknown): void;
  /** NULL, or what stands for a value where there is none: zero, the empty text, the empty list. */
  putNothing(): void;
  /** Its bytes so far. */
  parts(): Buffer[];
}

/** A column of this type of ClickHouse. */
export function columnOf(type: string): Column {
  const [, name = '', inner = ''] = /^(\w+)(?:\((.*)\))?$/s.exec(type) ?? [];
  switch (name) {
    case 'LowCardinality':
      return columnOf(inner);
    case 'String':
      return new Texts();
    case 'Bool':
      return new Numbers((bytes, value) => bytes.uint8(value));
    case 'Int32':
    case 'UInt32':
    case 'DateTime':
      return new Numbers((bytes, value) => bytes.int32(value));
    case 'Int64':
    case 'DateTime64':
      return new Numbers((bytes, value) => bytes.int64(value));
    case 'Decimal':
      return new Decimals(Number(inner.split(',')[0]));
    case 'Nullable':
      return new Nullables(columnOf(inner));
    case 'Array':
      return new Arrays(columnOf(inner));
    case 'Tuple':
      return new Tuples(elementsOf(inner));
    default:
      throw new Error(`no column is written of the type ${type}`);
  }
}

/** How the type says itself in a block: what is read as a dictionary is sent as its texts, and put into one there. */
export const sentAs = (type: string): string => type.replaceAll(/LowCardinality\((\w+)\)/g, '$1');

const ASCII_END = 0x80;

export class Texts implements Column {
  readonly bytes = new Bytes();

  put(value: unknown): void {
    const text = value as string;
    this.bytes.room(text.length + 1);
    if (!this.#shortAscii(text)) this.bytes.text(text);
  }

  /** A text of UTF-8 where it lies. */
  copy(from: Buffer, begin: number, end: number): void {
    this.bytes.copyText(from, begin, end);
  }

  putNothing(): void {
    this.bytes.uint8(0);
  }

  parts(): Buffer[] {
    return [this.bytes.written()];
  }

  /** Nearly all texts are: written here, they cost a quarter of a call into Node. */
  #shortAscii(text: string): boolean {
    const { length } = text;
    if (length >= ASCII_END) return false;
    const { data, length: at } = this.bytes;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      if (code >= ASCII_END) return false;
      data[at + 1 + i] = code;
    }
    data[at] = length;
    this.bytes.length = at + 1 + length;
    return true;
  }
}

export class Numbers implements Column {
  readonly #bytes = new Bytes();

  constructor(private readonly write: (bytes: Bytes, value: number) => void) {}

  put(value: unknown): void {
    this.write(this.#bytes, Number(value));
  }

  putNumber(value: number): void {
    this.write(this.#bytes, value);
  }

  putNothing(): void {
    this.write(this.#bytes, 0);
  }

  parts(): Buffer[] {
    return [this.#bytes.written()];
  }
}

/** As decimals are decoded: texts with exactly the places of the column. */
export class Decimals implements Column {
  readonly #bytes = new Bytes();
  readonly #isLong: boolean;

  constructor(precision: number) {
    this.#isLong = precision > 18;
  }

  put(value: unknown): void {
    const unscaled = BigInt((value as string).replace('.', ''));
    this.#bytes.bigint64(unscaled);
    if (this.#isLong) this.#bytes.bigint64(unscaled >> 64n);
  }

  /** In its smallest units, of one of at most 18 digits. */
  putNumber(unscaled: number): void {
    this.#bytes.int64(unscaled);
  }

  putNothing(): void {
    this.#bytes.int64(0);
    if (this.#isLong) this.#bytes.int64(0);
  }

  parts(): Buffer[] {
    return [this.#bytes.written()];
  }
}

export class Nullables implements Column {
  readonly #marks = new Bytes();

  constructor(readonly inner: Column) {}

  put(value: unknown): void {
    if (value === null || value === undefined) this.putNothing();
    else {
      this.putMark();
      this.inner.put(value);
    }
  }

  /** That the value which is put into `inner` next is one. */
  putMark(): void {
    this.#marks.uint8(0);
  }

  putNothing(): void {
    this.#marks.uint8(1);
    this.inner.putNothing();
  }

  parts(): Buffer[] {
    return [this.#marks.written(), ...this.inner.parts()];
  }
}

class Arrays implements Column {
  readonly #ends = new Bytes();
  #end = 0;

  constructor(private readonly entries: Column) {}

  put(value: unknown): void {
    const list = (value ?? []) as readonly unknown[];
    this.#end += list.length;
    this.#ends.int64(this.#end);
    for (const entry of list) this.entries.put(entry);
  }

  putNothing(): void {
    this.put(null);
  }

  parts(): Buffer[] {
    return [this.#ends.written(), ...this.entries.parts()];
  }
}

class Tuples implements Column {
  constructor(private readonly elements: readonly { name: string; column: Column }[]) {}

  put(value: unknown): void {
    for (const { name, column } of this.elements) column.put((value as Record<string, unknown>)[name]);
  }

  putNothing(): void {
    for (const { column } of this.elements) column.putNothing();
  }

  parts(): Buffer[] {
    return this.elements.flatMap(({ column }) => column.parts());
  }
}

/** Of `a String, b Nullable(Decimal(18, 4))`: commas within brackets part nothing. */
const elementsOf = (types: string) =>
  types.split(/, (?![^(]*\))/).map((element) => {
    const [name = '', ...type] = element.split(' ');
    return { name, column: columnOf(type.join(' ')) };
  });
