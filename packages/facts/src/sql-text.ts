/** A ClickHouse string literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** What may follow `IN`: tuples of strings, as text that ClickHouse casts, since it parses thousands of literals slowly. */
export function tupleList(tuples: readonly (readonly string[])[]): string {
  const type = `Array(Tuple(${(tuples[0] ?? ['']).map(() => 'String').join(', ')}))`;
  const text = tuples.map((tuple) => `(${tuple.map(sqlString).join(',')})`).join(',');
  return `CAST(${sqlString(`[${text}]`)}, '${type}')`;
}

/** SQL of the value that all of a histogram's bin stand for: its middle. `bin`: its least value. */
export const middleOfBin = (bin: string): string => `${bin} + greatest(64, roundToExp2(${bin})) / 128 - 0.5`;
