import { describe, expect, it } from 'vitest';
import { isToRun } from './command-line.js';
import { logSettings } from './settings.js';

function terminalWith(...args: string[]) {
  const said = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof said) => ({
    write: (text: string) => {
      said[stream] += text;
    },
  });
  return {
    said,
    argv: ['node', 'main.js', ...args],
    exitCode: undefined as number | undefined,
    stdout: into('stdout'),
    stderr: into('stderr'),
  };
}

const program = { about: 'Counts sheep.', settings: logSettings };

describe('the command line of a service', () => {
  it('runs it when it says nothing', () => {
    const terminal = terminalWith();
    expect(isToRun(program, terminal)).toBe(true);
    expect(terminal.said).toEqual({ stdout: '', stderr: '' });
  });

  it.each(['--help', '-h'])('answers %s with what it is and its settings', (argument) => {
    const terminal = terminalWith(argument);
    expect(isToRun(program, terminal)).toBe(false);
    expect(terminal.said.stdout).toMatch(
      /^Counts sheep\.\n[\s\S]*TALLY_LOG_LEVEL +info +The least that is logged/,
    );
    expect(terminal.exitCode).toBeUndefined();
  });

  it('is refused when it says anything else, rather than taken for nothing', () => {
    const terminal = terminalWith('--port=80');
    expect(isToRun(program, terminal)).toBe(false);
    expect(terminal.said).toEqual({
      stdout: '',
      stderr:
        'A service takes no argument "--port=80": its settings are environment variables, which --help lists.\n',
    });
    expect(terminal.exitCode).toBe(2);
  });
});
