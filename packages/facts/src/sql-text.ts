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
