import { Failure } from './failure.js';
import { createLogger, type Logger } from './logging.js';
import { logSettings } from './settings.js';

export interface ServiceContext {
  env: Record<string, string | undefined>;
  log: Logger;
  /** Runs when the service stops, the last registered first; at once when it is stopping already. */
  onStop(fn: () => Promise<void> | void): void;
  /** Stops the service because of an error it cannot live with: the process exits with 1. */
  fail(error: unknown): void;
}

/** What a service needs of the process it runs in. */
export interface Host {
  env: Record<string, string | undefined>;
  on(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): void;
  /** Present when the parent opened an IPC channel. */
  send?: unknown;
  connected?: boolean;
  stdin: { on(event: 'end' | 'close' | 'error', listener: () => void): unknown; resume(): unknown };
  stderr: { write(text: string): unknown; on(event: 'error', listener: () => void): unknown };
}

const STOP_WITHIN_MS = 15_000;

/**
 * Runs a service until it is told to stop: by SIGTERM or SIGINT, by `fail`, by an error nobody caught, or (with
 * TALLY_EXIT_WITH_PARENT=1) by the end of its parent. A second signal, or 15 s, ends it at once.
 */
export function runService(
  name: string,
  start: (context: ServiceContext) => Promise<void> | void,
  host: Host = process,
): void {
  const stops: (() => Promise<void> | void)[] = [];
  let log = createLogger(name, 'info');
  let stopping = false;
  let exitCode = 0;

  const runStop = async (fn: () => Promise<void> | void) => {
    try {
      await fn();
    } catch (error) {
      exitCode ||= 1;
      log.error({ err: error }, 'a part of the service did not stop cleanly');
    }
  };
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => {
      say(`did not stop within ${STOP_WITHIN_MS / 1_000} s, so it was ended.`);
      host.exit(exitCode || 1);
    }, STOP_WITHIN_MS).unref();
    for (let fn = stops.pop(); fn; fn = stops.pop()) await runStop(fn);
    log.info('stopped');
    host.exit(exitCode);
  };
  const say = (sentence: string) => host.stderr.write(`${name}: ${sentence}\n`);
  const fail = (error: unknown) => {
    if (error instanceof Failure) {
      log.debug({ err: error }, 'failure');
      say(error.message);
    } else {
      log.fatal({ err: error }, 'unexpected error');
      say(
        `stopped by an unexpected error (${error instanceof Error ? error.message : String(error)}); its log has the details.`,
      );
    }
    exitCode = error instanceof Failure ? error.exitCode : 1;
    void stop('failure');
  };
  const onSignal = (signal: string) => () => {
    if (!stopping) return void stop(signal);
    say(`ended at once by a second ${signal}.`);
    host.exit(exitCode || 1);
  };

  host.stderr.on('error', () => {});
  host.on('SIGTERM', onSignal('SIGTERM'));
  host.on('SIGINT', onSignal('SIGINT'));
  host.on('uncaughtException', fail);
  host.on('unhandledRejection', fail);
  if (host.env.TALLY_EXIT_WITH_PARENT === '1') whenParentEnds(host, () => void stop('parent ended'));

  const run = async () => {
    log = createLogger(name, logLevelIn(host.env));
    await start({
      env: host.env,
      log,
      onStop: (fn) => {
        if (stopping) void runStop(fn);
        else stops.push(fn);
      },
      fail,
    });
  };
  // What fails while stopping is what the stop took away.
  run().catch((error: unknown) =>
    stopping ? log.debug({ err: error }, 'start was cut short') : fail(error),
  );
}

/** A wrong one is refused with the service's other settings, all at once. */
function logLevelIn(env: Host['env']): string {
  const { name, parse } = logSettings.logLevel;
  return parse(env[name] ?? '') ?? 'info';
}

/** By the IPC channel where there is one (then stdin may well be /dev/null), else by stdin. */
function whenParentEnds(host: Host, then: () => void): void {
  if (typeof host.send === 'function') {
    host.on('disconnect', then);
    if (!host.connected) then();
    return;
  }
  host.stdin.on('end', then);
  host.stdin.on('close', then);
  host.stdin.on('error', then);
  host.stdin.resume();
}
