import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from './output.js';
import { createProgress } from './progress.js';

function progressing(isTTY: boolean) {
  const err = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  let now = 0;
  const progress = createProgress(createOutput(new PassThrough(), err), 'Replaying', { now: () => now });
  return { progress, pass: (ms: number) => (now += ms), text: () => String(err.read() ?? '') };
}

describe('progress', () => {
  it('is a bar that fits the terminal', () => {
    const { progress, text } = progressing(true);
    progress.update(50, 100, 'and a note that is far too long for one line of this narrow terminal');
    const drawn = text();
    expect(drawn).toContain('\r');
    expect(drawn).toMatch(/Replaying \[█{14}░{14}\] 50 %/);
    expect(drawn.split('2K')[1]?.length).toBeLessThan(60);
  });

  it('says how long it will take, once that can be known', () => {
    const { progress, pass, text } = progressing(true);
    progress.update(0, 1_000);
    expect(text()).not.toContain('left');
    pass(10_000);
    progress.update(20, 1_000);
    expect(text()).toContain('2 %, 9 min left');
    pass(10_000);
    progress.update(500, 1_000);
    expect(text()).toContain('50 %, 20 s left');
  });

  it('is a plain line now and then where there is no terminal', () => {
    const { progress, pass, text } = progressing(false);
    progress.update(1, 100);
    pass(6_000);
    progress.update(20, 100, '20 events');
    progress.update(21, 100, '21 events');
    progress.finish('100 events');
    expect(text()).toBe('Replaying: 20 %, 26 s left, 20 events\nReplaying: 100 events\n');
  });
});
