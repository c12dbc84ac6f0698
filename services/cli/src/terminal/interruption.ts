/** What is said when somebody interrupts work that can be: how far it is, and how it goes on. */
export interface Interruption {
  /** From now on this, in sentences. */
  standing(text: string): void;
  /** What must be done before the process ends, without waiting for anything; the last that was said of first. */
  atEnd(run: () => void): void;
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a shell calls the end by SIGINT. */
const INTERRUPTED = 130;

/** For work that is noted as it goes: it ends at once, as by a crash, and says how it stands. */
export function onInterruption(
  say: (line: string) => void,
  host: Pick<NodeJS.Process, 'on' | 'off' | 'exit'> = process,
): Interruption {
  let last = 'Nothing is done yet.';
  const ending: (() => void)[] = [];
  const tell = () => {
    for (const run of ending.reverse()) run();
    say(`\nInterrupted. ${last}`);
    host.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) host.on(signal, tell);
  return {
    standing(text) {
      last = text;
    },
    atEnd: (run) => void ending.push(run),
    release() {
      for (const signal of SIGNALS) host.off(signal, tell);
    },
  };
}
