export interface Asked {
  /** Resolves with the first request to stop. */
  stop: Promise<void>;
  /** Aborted by it, for what is under way. */
  signal: AbortSignal;
  /** Takes the handlers off. */
  release(): void;
}

/** Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 1_500;

/**
 * SIGINT, SIGTERM, SIGHUP, and with TALLY_EXIT_WITH_PARENT=1 the end of the parent, as one request to stop. A signal
 * that comes long after the first ends the process at once; what it started notices and ends too.
 */
export function untilAskedToStop(say: (line: string) => void, host: NodeJS.Process = process): Asked {
  const controller = new AbortController();
  let askedAt = 0;
  const ask = (why: string) => {
    const now = Date.now();
    if (!controller.signal.aborted) {
      askedAt = now;
      say(`\n${why}: stopping.`);
      controller.abort();
    } else if (now - askedAt > SAME_REQUEST_MS) {
      say('Asked again: ended at once.');
      host.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = signals.map((signal) => [signal, () => ask(signal)] as const);
  for (const [signal, handler] of handlers) host.on(signal, handler);
  const onDisconnect = () => ask('The process that started this has ended');
  if (host.env.TALLY_EXIT_WITH_PARENT === '1' && typeof host.send === 'function')
    host.on('disconnect', onDisconnect);
  return {
    stop: new Promise((resolve) =>
      controller.signal.addEventListener('abort', () => resolve(), { once: true }),
    ),
    signal: controller.signal,
    release() {
      for (const [signal, handler] of handlers) host.off(signal, handler);
      host.off('disconnect', onDisconnect);
      if (host.connected) host.disconnect?.();
    },
  };
}
