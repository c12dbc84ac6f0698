import type { AddressInfo } from 'node:net';
import { Failure } from './failure.js';

/** The part of a Fastify app that listening needs. */
export interface Listener {
  listen(options: { host: string; port: number }): Promise<string>;
  readonly server: { address(): AddressInfo | string | null };
}

/**
 * Starts listening and returns the port (a free one for 0). A taken or forbidden port is a Failure that names
 * `setting`, the variable that chooses another.
 */
export async function listen(
  app: Listener,
  { host, port, setting }: { host: string; port: number; setting?: string },
): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const why = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (!why) throw error;
    const otherwise = setting ? `, or set ${setting} to another port` : '';
    throw new Failure(`Cannot listen on ${host}:${port}: ${why}${otherwise}.`, { cause: error });
  }
  return (app.server.address() as AddressInfo).port;
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'something else does already; stop it',
  EACCES: 'this user may not use that port; take one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; use 127.0.0.1 or 0.0.0.0',
  ENOTFOUND: 'that host name is unknown; use 127.0.0.1 or 0.0.0.0',
};
