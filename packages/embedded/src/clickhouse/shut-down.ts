import { setTimeout as delay } from 'node:timers/promises';
import { countConnections, stopReadingRequests } from './connections.js';
import type { Engine } from './engine.js';
import { type OwnAccess, runStatement } from './statement.js';

/** Running queries may finish within this time; then they are cancelled. */
const graceMs = 2_000;

/**
 * Ends the engine in order: no new connections, idle ones close, running queries finish or are cancelled,
 * tables are closed. The engine itself ends the process if a connection outlives five seconds more.
 */
export async function shutDown(
  engine: Engine,
  { own, ports, standSomewhere }: { own: OwnAccess; ports: readonly number[]; standSomewhere: () => void },
): Promise<void> {
  const busy = await runStatement(own, 'SELECT DISTINCT port FROM system.processes').catch(() => '');
  await runStatement(own, 'SYSTEM STOP LISTEN TCP').catch(() => {});
  await runStatement(own, 'SYSTEM STOP LISTEN HTTP').catch(() => {});
  for (const port of ports) stopReadingRequests(port, new Set(busy.split('\n').map(Number)));
  const graceEnds = Date.now() + graceMs;
  while (ports.some((port) => countConnections(port) > 0) && Date.now() < graceEnds) await delay(10);
  for (const port of ports) stopReadingRequests(port);
  // Nobody can reach it any more, and it aborts when it has no working directory to end in.
  standSomewhere();
  engine.release('KILL QUERY WHERE query_id != queryID() ASYNC');
  await engine.ended;
}
