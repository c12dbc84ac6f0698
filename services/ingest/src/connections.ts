import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps so many connections open. When there is one more, the address that has most of them loses the oldest that has no
 * request under way: whoever opens connections and leaves them takes connections from itself and from nobody else. When all
 * have requests under way, the new one is cut; how many those may be is for admission to say.
 */
export function shareConnections(server: Server, { maxConnections }: { maxConnections: number }): void {
  const byAddress = new Map<string, Set<Socket>>();
  const busy = new WeakMap<Socket, number>();
  let open = 0;

  server.on('request', ({ socket }, response) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => busy.set(socket, (busy.get(socket) ?? 0) - 1));
  });
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const own = byAddress.get(address) ?? new Set();
    byAddress.set(address, own.add(socket));
    open += 1;
    socket.once('close', () => {
      open -= 1;
      own.delete(socket);
      if (own.size === 0) byAddress.delete(address);
    });
    if (open <= maxConnections) return;
    const most = [...byAddress.values()].reduce((a, b) => (b.size > a.size ? b : a));
    const idle = [...most].find((each) => each !== socket && !busy.get(each));
    (idle ?? socket).destroy();
  });
}
