import type { Server } from 'node:http';

interface Closing {
  addHook(name: 'preClose', hook: () => Promise<void>): unknown;
  readonly server: Pick<Server, 'closeAllConnections'>;
}

/**
 * Gives requests under way so many ms once the app closes, then cuts every connection. Browsers open some ahead of
 * requests that never come, and Node would wait a minute for those.
 */
export function finishWithin(app: Closing, ms: number): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), ms).unref();
  });
}
