import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { dotOf } from './dots.js';
import { saysSomething, statementsIn } from './statements.js';

export interface PromptOptions {
  input: Readable;
  output: Writable;
  /** Where what was asked is kept; nothing is where its folder is not. */
  historyFile: string;
  /** Runs a statement and tells what comes of it, also when it fails. */
  run(statement: string, signal: AbortSignal): Promise<void>;
  print(text: string): void;
}

/** Reads statements from a terminal until it ends: a statement may have several lines and ends with a semicolon. */
export async function prompt({ input, output, historyFile, run, print }: PromptOptions): Promise<void> {
  const terminal = createInterface({
    input,
    output,
    terminal: true,
    history: historyIn(historyFile),
    historySize: HISTORY_SIZE,
    removeHistoryDuplicates: true,
  });
  terminal.on('history', (history: string[]) => keepHistory(historyFile, history));
  let begun = '';
  let running: AbortController | null = null;
  const ask = () => {
    terminal.setPrompt(begun === '' ? 'tally> ' : '  ...> ');
    terminal.prompt();
  };
  terminal.on('SIGINT', () => {
    if (running) return running.abort();
    begun = '';
    output.write('\n');
    ask();
  });
  const lines = terminal[Symbol.asyncIterator]();
  ask();
  for (;;) {
    const { done, value: line } = await lines.next();
    if (done) break;
    const dot = begun === '' ? dotOf(line) : null;
    if (dot === 'quit') break;
    if (dot && 'text' in dot) print(dot.text);
    const { statements, rest } = dot
      ? { statements: 'sql' in dot ? [dot.sql] : [], rest: '' }
      : statementsIn(`${begun}${line}\n`);
    begun = saysSomething(rest) ? rest : '';
    for (const statement of statements) {
      running = new AbortController();
      await run(statement, running.signal);
      running = null;
    }
    ask();
  }
  terminal.close();
}

const HISTORY_SIZE = 1_000;

/** The newest first, as readline has it. */
function historyIn(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function keepHistory(file: string, history: readonly string[]): void {
  if (!existsSync(dirname(file))) return;
  writeFileSync(file, `${history.join('\n')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}
