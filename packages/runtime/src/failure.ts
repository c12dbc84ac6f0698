export interface FailureOptions {
  cause?: unknown;
  /** What the process exits with; default 1. */
  exitCode?: number;
}

/**
 * An error for people: its message is one sentence that says what is wrong, where, and what to do. Programs
 * print the sentence alone; `cause` is for the log.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;

  constructor(sentence: string, options: FailureOptions = {}) {
    super(sentence, 'cause' in options ? { cause: options.cause } : undefined);
    this.exitCode = options.exitCode ?? 1;
  }
}
