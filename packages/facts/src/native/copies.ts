import type { EventBytes } from '@tallyboard/contracts/scan';
import type { Block } from './block.js';
import type { Column, Decimals, Nullables, Numbers, Texts } from './columns.js';

/** Puts into a column what an event says, where it lies in its message. */
type Copy = (column: Column, event: EventBytes, recordedAt: number) => void;

export type Copier = (block: Block, event: EventBytes, recordedAt: number) => void;

/** What the columns of an event table have beside the fields of the event. */
type Own = Readonly<Record<string, Copy>>;

/** Adds an event of this shape to a block of these columns; `own`: of some columns, what they have instead of a field. */
export function copierOf(
  columns: readonly { name: string; type: string }[],
  { fields }: EventBytes['shape'],
  own: Own,
): Copier {
  const copies = columns.map(({ name, type }) => {
    const f = fields.findIndex((field) => field.name === name);
    return own[name] ?? (f < 0 ? nothing : copyOf(f, fields[f]!, type));
  });
  return (block, event, recordedAt) => {
    for (let i = 0; i < copies.length; i += 1) copies[i]!(block.columns[i]!, event, recordedAt);
    block.rows += 1;
  };
}

const nothing: Copy = (column) => column.putNothing();

export const constant = (text: string): Copy => {
  const bytes = Buffer.from(text);
  return (column) => (column as Texts).copy(bytes, 0, bytes.length);
};

export const number =
  (of: (event: EventBytes, recordedAt: number) => number): Copy =>
  (column, event, recordedAt) =>
    (column as Numbers).putNumber(of(event, recordedAt));

function copyOf(f: number, field: EventBytes['shape']['fields'][number], type: string): Copy {
  const copy = copyOfValue(f, field);
  if (!type.startsWith('Nullable')) return field.nullable ? orNothing(f, copy) : copy;
  return (column, event, recordedAt) => {
    if (event.isNull[f] === 1) return column.putNothing();
    (column as Nullables).putMark();
    copy((column as Nullables).inner, event, recordedAt);
  };
}

/** A list that says nothing. */
const orNothing =
  (f: number, copy: Copy): Copy =>
  (column, event, recordedAt) =>
    event.isNull[f] === 1 ? column.putNothing() : copy(column, event, recordedAt);

function copyOfValue(f: number, { symbols, isText }: EventBytes['shape']['fields'][number]): Copy {
  if (symbols.length > 0)
    return (column, event) => {
      const symbol = symbols[event.numbers[f]!]!;
      (column as Texts).copy(symbol, 0, symbol.length);
    };
  if (isText) return (column, event) => (column as Texts).copy(event.bytes, event.from[f]!, event.to[f]!);
  return (column, event) => (column as Numbers | Decimals).putNumber(event.numbers[f]!);
}
