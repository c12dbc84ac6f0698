/** Runs one statement on the engine through its HTTP interface, on a connection of its own; returns its rows as TSV. */
export async function runStatement(url: string, statement: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: statement, headers: { Connection: 'close' } });
  const body = await response.text();
  if (!response.ok) throw new Error(body.trim());
  return body;
}
