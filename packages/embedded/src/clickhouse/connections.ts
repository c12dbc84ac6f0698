import { readdirSync } from 'node:fs';
import { isClosedByPeer, localPort, peerPort, stopReading } from './native.js';

/** The connections that the engine has accepted on `port` and not closed yet, as the system sees them. */
function acceptedOn(port: number): { fd: number; clientPort: number }[] {
  const accepted = [];
  for (const name of readdirSync('/dev/fd')) {
    const fd = Number(name);
    if (localPort(fd) !== port) continue;
    const clientPort = peerPort(fd);
    if (clientPort !== undefined) accepted.push({ fd, clientPort });
  }
  return accepted;
}

export function countConnections(port: number): number {
  return acceptedOn(port).length;
}

/** The ports of clients that have closed their end while the engine still holds its own. */
export function goneClientPorts(port: number): number[] {
  return acceptedOn(port)
    .filter(({ fd }) => isClosedByPeer(fd))
    .map(({ clientPort }) => clientPort);
}

/**
 * Takes no further request: an idle connection ends at once, a busy one after the answer it is writing; one
 * that is still sending its request fails.
 *
 * @param spared ports of clients to leave alone.
 */
export function stopReadingRequests(port: number, spared: ReadonlySet<number> = new Set()): void {
  for (const { fd, clientPort } of acceptedOn(port)) if (!spared.has(clientPort)) stopReading(fd);
}
