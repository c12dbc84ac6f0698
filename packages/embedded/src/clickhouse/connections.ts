import { readdirSync, readFileSync } from 'node:fs';
import { isClosedByPeer, localPort, peerPort, stopReading } from './native.js';
import { openSockets } from './open-sockets.js';

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

/**
 * The ports of clients that will not take an answer: they have closed their end, while the engine still holds
 * its own.
 *
 * A client that has only said that it sends no more (`shutdown(SHUT_WR)`) looks the same from here. It is on
 * this machine, though, so its own socket can be looked at: a closed one is in no process's hands any more.
 * Where the system does not tell (it does on Linux), whoever sends no more counts as gone.
 */
export function goneClientPorts(port: number): number[] {
  const silent = acceptedOn(port).filter(({ fd }) => isClosedByPeer(fd));
  if (silent.length === 0) return [];
  const open = openSockets(socketTables(), port);
  return silent.map(({ clientPort }) => clientPort).filter((clientPort) => !open.has(clientPort));
}

/** Linux's tables of TCP sockets over IPv4 and IPv6; empty elsewhere. */
function socketTables(): string {
  return ['/proc/self/net/tcp', '/proc/self/net/tcp6'].map(readIfAny).join('');
}

function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
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
