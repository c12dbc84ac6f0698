/**
 * The local ports of sockets that are connected to `port` and that some process still holds.
 *
 * A closed socket stays in the table while the other end has not closed, but has lost its inode.
 *
 * @param table as Linux writes /proc/net/tcp: number, local address, remote address, state, …, inode (the tenth).
 */
export function openSockets(table: string, port: number): Set<number> {
  const open = new Set<number>();
  for (const line of table.split('\n')) {
    const [, local, remote, , , , , , , inode] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined || inode === undefined || inode === '0') continue;
    if (portOf(remote) === port) open.add(portOf(local));
  }
  return open;
}

/** `0100007F:1F90` is 127.0.0.1:8080. */
const portOf = (address: string): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
