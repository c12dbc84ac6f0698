import { goneClientPorts } from './connections.js';

/**
 * Cancels SELECTs whose client has closed its connection.
 *
 * ClickHouse notices it by itself when it writes a block; a query that computes for minutes before its first
 * block would go on for nobody. Its own setting for that (`cancel_http_readonly_queries_on_client_close`) takes
 * a client that has said all it has to say, and waits for the answer, for one that has gone. Other statements are left alone, as on a server:
 * letting go of a long `INSERT … SELECT` is a known way to leave it running.
 *
 * @param kill runs one statement on the engine.
 * @returns stops watching.
 */
export function cancelQueriesOfGoneClients(
  port: number,
  kill: (statement: string) => Promise<unknown>,
  intervalMs = 500,
): () => void {
  let known = new Set<number>();
  const timer = setInterval(() => {
    const gone = goneClientPorts(port);
    const unseen = gone.filter((clientPort) => !known.has(clientPort));
    known = new Set(gone);
    if (unseen.length > 0) kill(killStatement(unseen)).catch(() => known.clear());
  }, intervalMs);
  return () => clearInterval(timer);
}

export function killStatement(clientPorts: readonly number[]): string {
  return `KILL QUERY WHERE query_kind = 'Select' AND port IN (${clientPorts.join(', ')}) ASYNC`;
}
