import { createServer } from 'node:net';
import { EmbeddedFailure } from './failure.js';

/** A TCP port on `host` that nobody listens on now. Another process may still take it first. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  return listenBriefly(host, 0);
}

/** Rejects with an EmbeddedFailure unless `port` can be listened on. */
export async function requireFreePort(product: string, host: string, port: number): Promise<void> {
  try {
    await listenBriefly(host, port);
  } catch (error) {
    throw new EmbeddedFailure(explain(product, host, port, (error as NodeJS.ErrnoException).code), {
      cause: error,
    });
  }
}

function explain(product: string, host: string, port: number, code: string | undefined): string {
  const another = `choose another port for ${product}`;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken: stop what listens there, or ${another}.`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} is not allowed to this user: ${another}, above 1023.`;
  return `Port ${port} on ${host} cannot be listened on (${code}): ${another}.`;
}

function listenBriefly(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
