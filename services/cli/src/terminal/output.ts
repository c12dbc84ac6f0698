import type { Writable } from 'node:stream';
import { plainJson, plainLines } from './plain.js';

/** Where a command writes: results on `out`, everything else on `err`. */
export interface Output {
  /** A line of the result. */
  print(line: string): void;
  /** The result as one JSON document. */
  json(value: unknown): void;
  /** A line about what is going on. */
  say(line: string): void;
  err: Terminal;
}

type Terminal = Writable & { isTTY?: boolean; columns?: number };

/** Names, files, letters and services may say anything: no terminal is steered by it. Programs are given results as they are. */
export function createOutput(out: Terminal, err: Terminal): Output {
  return {
    print: (line) => void out.write(`${out.isTTY ? plainLines(line) : line}\n`),
    json: (value) => void out.write(`${plainJson(JSON.stringify(value, null, 2))}\n`),
    say: (line) => void err.write(`${plainLines(line)}\n`),
    err,
  };
}
