import { Failure } from '@tallyboard/runtime/failure';

/** Clients of the replicas of one ClickHouse, of which one is asked for as long as it answers. */
export interface Replicas<C> {
  readonly all: readonly C[];
  /** Runs it with one that answers. */
  use<T>(run: (client: C) => Promise<T>): Promise<T>;
}

/** Which of them is asked; shared by all who are to go on with the same one. */
export interface Turn {
  at: number;
}

/**
 * Goes on with the next one when there is nobody at an address: then nothing was asked, so it is asked there. When a
 * connection breaks, or no answer comes in time, nobody knows what was done: that is an error for whoever asked, and what
 * is asked afterwards goes to the next one. What a server itself refuses, any other would refuse as well.
 */
export function createReplicas<C>(all: readonly C[], turn: Turn): Replicas<C> {
  const goOnFrom = (at: number) => {
    // Many may find out at once.
    if (turn.at === at) turn.at = (at + 1) % all.length;
  };
  return {
    all,
    async use(run) {
      for (let tried = 1; ; tried += 1) {
        const { at } = turn;
        try {
          return await run(all[at]!);
        } catch (error) {
          const isAway = NOBODY_THERE.has(codeOf(error));
          if (isAway || BROKEN.has(codeOf(error)) || error instanceof Failure) goOnFrom(at);
          if (!isAway || tried === all.length) throw error;
        }
      }
    },
  };
}

/** Node's codes for what never was a connection. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);
const BROKEN = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE']);

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? '';
