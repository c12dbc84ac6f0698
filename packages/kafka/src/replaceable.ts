/** One client for many calls. */
export interface Replaceable<C> {
  use<T>(work: (client: C) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Replaces the client after a call that failed: kafkajs goes on using a connection on which no answer comes any more.
 * Calls that are under way on the old client end by themselves.
 */
export function replaceable<C>(open: () => Promise<C>, close: (client: C) => Promise<void>): Replaceable<C> {
  let current: Promise<C> | null = null;
  const letGo = (client: Promise<C>) => client.then(close).catch(() => {});
  return {
    async use(work) {
      current ??= open();
      const client = current;
      try {
        return await work(await client);
      } catch (error) {
        if (current === client) {
          current = null;
          void letGo(client);
        }
        throw error;
      }
    },
    async close() {
      if (current) await letGo(current);
      current = null;
    },
  };
}
