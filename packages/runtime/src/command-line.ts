import { describeSettings, type Shape } from './settings.js';

/** A service as its command line tells of it. */
export interface Program {
  /** What it is, in one sentence. */
  about: string;
  settings: Shape;
}

/** The part of a process that a command line is answered with. */
export interface Terminal {
  argv: readonly string[];
  exitCode?: number | string | null | undefined;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/**
 * Whether the service is to run. Its settings are environment variables, so it takes no arguments: `--help` is answered
 * with them, and anything else is refused, since whoever typed it wanted something that would not hold.
 */
export function isToRun({ about, settings }: Program, terminal: Terminal = process): boolean {
  const [argument] = terminal.argv.slice(2);
  if (argument === undefined) return true;
  if (argument === '--help' || argument === '-h')
    terminal.stdout.write(
      `${about}\n\nSettings (environment, the default, and what it wants):\n\n${describeSettings(settings)}\n`,
    );
  else {
    terminal.stderr.write(
      `A service takes no argument ${JSON.stringify(argument)}: its settings are environment variables, which --help lists.\n`,
    );
    terminal.exitCode = 2;
  }
  return false;
}
