import type { Writable } from 'node:stream';

/** Where a command writes: results on `out`, everything else on `err`. */
export interface Output {
  /** A line of the result. */
  print(line: string): void;
  /** The result as one JSON document. */
  json(value: unknown): void;
  /** A line about what is going on. */
  say(line: string): void;
  err: Writable & { isTTY?: boolean; columns?: number };
}

export function createOutput(out: Writable, err: Writable & { isTTY?: boolean; columns?: number }): Output {
  return {
    print: (line) => void out.write(`${line}\n`),
    json: (value) => void out.write(`${JSON.stringify(value, null, 2)}\n`),
    say: (line) => void err.write(`${line}\n`),
    err,
  };
}
