/** Where and as whom this process talks to the engine that it runs. */
export interface OwnAccess {
  url: string;
  user: string;
  password: string;
}

/** Runs one statement on the engine through its HTTP interface, on a connection of its own; returns its rows as TSV. */
export async function runStatement({ url, user, password }: OwnAccess, statement: string): Promise<string> {
  const headers = { Connection: 'close', 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
  const response = await fetch(url, { method: 'POST', body: statement, headers });
  const body = await response.text();
  if (!response.ok) throw new Error(body.trim());
  return body;
}
