import { Failure } from '@tallyboard/runtime/failure';
import { type Command, CommanderError } from 'commander';
import type { Context } from './command.js';
import { EXIT } from './exit-codes.js';
import { createProgram } from './program.js';

/** Runs a command line (without `node tally`) and resolves with what to exit with; errors are one sentence on stderr. */
export async function run(args: readonly string[], context: Context, version: string): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram(context, version, (with_) => {
    code = with_;
  });
  everyCommand(program, (command) =>
    command.exitOverride().configureOutput({
      writeOut: (text) => context.output.print(text.trimEnd()),
      writeErr: (text) => context.output.say(text.trimEnd()),
      outputError: (text, write) => write(asSentence(text)),
    }),
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    context.output.say(sentenceOf(error));
    if (context.env.TALLY_LOG_LEVEL === 'debug') context.output.say(String((error as Error).stack));
    return error instanceof Failure ? error.exitCode : EXIT.failure;
  }
}

function everyCommand(command: Command, change: (command: Command) => void): void {
  change(command);
  for (const each of command.commands) everyCommand(each, change);
}

/** Errors that are meant for people are a sentence already. */
function sentenceOf(error: unknown): string {
  if (error instanceof Failure || (error instanceof Error && error.name === 'EmbeddedFailure'))
    return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Unexpected error: ${message.split('\n')[0]} (TALLY_LOG_LEVEL=debug shows where).`;
}

/** Commander's `error: unknown option '--x'`, and what it thinks was meant, in the form of all our errors. */
function asSentence(text: string): string {
  const [first = '', guess] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const meant = /^\(Did you mean (.*)\?\)$/.exec(guess ?? '')?.[1];
  const way = meant === undefined ? '' : ` did you mean ${meant}?`;
  return `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/, ':')}${way} --help tells what is possible.`;
}
