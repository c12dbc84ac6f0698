import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../terminal/output.js';
import { historyProgress } from './history-progress.js';

function hearing() {
  const err = Object.assign(new PassThrough(), { isTTY: true, columns: 100 });
  const hear = historyProgress(createOutput(new PassThrough(), err));
  return { hear, text: () => String(err.read() ?? '') };
}

describe('the history of the simulator', () => {
  it('is a bar until it is sent', () => {
    const { hear, text } = hearing();
    hear({ msg: 'sending history' });
    hear({ msg: 'sending history', percent: 52 });
    expect(text()).toMatch(/Simulated history \[█+░+\] 52 %/);
    hear({ msg: 'live', rate: 5 });
    expect(text()).toMatch(/Simulated history: sent; from now on live, about 5 events a second\n$/);
    hear({ msg: 'sending history', percent: 99 });
    expect(text()).toBe('');
  });

  it('goes on at the pace of the company unless told a rate', () => {
    const { hear, text } = hearing();
    hear({ msg: 'sending history' });
    text();
    hear({ msg: 'live', rate: 0 });
    expect(text()).toMatch(/Simulated history: sent; from now on live, at its own pace\n$/);
  });

  it('is not spoken of when a restart has none to send', () => {
    const { hear, text } = hearing();
    hear({ msg: 'live', rate: 5 });
    expect(text()).toBe('');
  });
});
