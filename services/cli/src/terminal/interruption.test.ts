import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onInterruption } from './interruption.js';

function interruptible() {
  const said: string[] = [];
  const exits: number[] = [];
  const host = Object.assign(new EventEmitter(), {
    exit: (code: number) => exits.push(code),
  }) as EventEmitter & NodeJS.Process;
  return { said, exits, host, interruption: onInterruption((line) => said.push(line), host) };
}

describe('an interruption', () => {
  it('ends the process and says how far the work is and how it goes on', () => {
    const { said, exits, host, interruption } = interruptible();
    interruption.standing('10 of 20 are done.');
    interruption.standing('15 of 20 are done. The same command goes on.');
    host.emit('SIGINT');
    expect([said, exits]).toEqual([['\nInterrupted. 15 of 20 are done. The same command goes on.'], [130]]);
  });

  it('puts away what the work has left about, before it is said that it is over', () => {
    const { said, host, interruption } = interruptible();
    interruption.atEnd(() => said.push('files removed'));
    interruption.atEnd(() => said.push('state written'));
    host.emit('SIGTERM');
    expect(said).toEqual(['state written', 'files removed', '\nInterrupted. Nothing is done yet.']);
  });

  it('says when nothing is done yet, and nothing any more when the work is over', () => {
    const { said, host, interruption } = interruptible();
    host.emit('SIGTERM');
    expect(said).toEqual(['\nInterrupted. Nothing is done yet.']);
    interruption.release();
    host.emit('SIGINT');
    expect(said).toHaveLength(1);
  });
});
