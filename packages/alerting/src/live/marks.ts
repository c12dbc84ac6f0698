/** Rows and columns for which there is room before there is more to be made. */
const SPARE_COLUMNS = 32;
const LEAST_ROWS = 16;

/**
 * A byte for each of some rows and columns, 0 at first: rows come and go, columns are added behind and forgotten in
 * front. All in one piece, since a rule may have thousands of rows and a service thousands of rules.
 */
export class Marks {
  #bytes = new Uint8Array(0);
  #rows = 0;
  /** Bytes of a row, of which those before `#first` are forgotten. */
  #stride = 0;
  #first = 0;
  #columns = 0;
  readonly #free: number[] = [];

  /** Has so many columns from now on. */
  resize(columns: number): void {
    this.#columns = columns;
    if (this.#first + columns <= this.#stride) return;
    this.#layOut(this.#bytes.length / (this.#stride || 1), columns + SPARE_COLUMNS);
  }

  /** So many columns in front are no more. */
  forget(columns: number): void {
    this.#first += columns;
    this.#columns -= columns;
  }

  /** A row of zeros. */
  addRow(): number {
    const known = this.#free.pop();
    if (known !== undefined) return known;
    const room = this.#bytes.length / (this.#stride || 1);
    if (this.#rows >= room)
      this.#layOut(Math.max(LEAST_ROWS, Math.ceil(room * 1.5)), this.#stride || SPARE_COLUMNS);
    this.#rows += 1;
    return this.#rows - 1;
  }

  /** Another may have the row. */
  dropRow(row: number): void {
    const from = row * this.#stride;
    this.#bytes.fill(0, from, from + this.#stride);
    this.#free.push(row);
  }

  set(row: number, column: number, mark: number): void {
    this.#bytes[row * this.#stride + this.#first + column] = mark;
  }

  /** Holds until anything else is called. */
  of(row: number): Uint8Array {
    const from = row * this.#stride + this.#first;
    return this.#bytes.subarray(from, from + this.#columns);
  }

  #layOut(rows: number, stride: number): void {
    const bytes = new Uint8Array(rows * stride);
    const kept = Math.min(this.#columns, this.#stride - this.#first);
    for (let row = 0; row < this.#rows; row += 1) {
      const from = row * this.#stride + this.#first;
      bytes.set(this.#bytes.subarray(from, from + kept), row * stride);
    }
    [this.#bytes, this.#stride, this.#first] = [bytes, stride, 0];
  }
}
