import { Bytes } from './bytes.js';
import { type Column, columnOf, sentAs } from './columns.js';

/** What a column of a block is called, and its type in ClickHouse. */
export interface ColumnType {
  name: string;
  type: string;
}

/** Rows of a table, column by column (https://clickhouse.com/docs/interfaces/formats/Native). */
export class Block {
  readonly columns: readonly Column[];
  rows = 0;

  constructor(readonly types: readonly ColumnType[]) {
    this.columns = types.map(({ type }) => columnOf(type));
  }

  /** A row, by its values in the order of the columns. */
  add(values: readonly unknown[]): void {
    for (let i = 0; i < values.length; i += 1) this.columns[i]!.put(values[i]);
    this.rows += 1;
  }

  /** Its bytes on the wire. */
  parts(): Buffer[] {
    return this.columns.flatMap((column, i) => {
      const head = new Bytes();
      if (i === 0) {
        head.varint(this.columns.length);
        head.varint(this.rows);
      }
      const { name, type } = this.types[i]!;
      head.text(name);
      head.text(sentAs(type));
      return [head.written(), ...column.parts()];
    });
  }
}
