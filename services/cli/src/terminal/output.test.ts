import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from './output.js';
import { createProgress } from './progress.js';

/** Clears the screen, sets the title, reverses what follows, and hides a letter's neighbour. */
const HOSTILE = '\u001b[2J\u009b2J\u001b]0;owned\u0007\u202eevil\u2028';
const SHOWN = '\\u{1b}[2J\\u{9b}2J\\u{1b}]0;owned\\u{7}\\u{202e}evil\\u{2028}';

function stream(isTTY: boolean) {
  let text = '';
  const writable = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return Object.assign(writable, { isTTY, columns: 200, text: () => text });
}

describe('what a command writes', () => {
  it('does not steer the terminal, whoever wrote the words in it', () => {
    const [out, err] = [stream(true), stream(true)];
    const output = createOutput(out, err);
    output.print(`name\n${HOSTILE}`);
    output.say(`There is no column "${HOSTILE}".\nTry another.`);
    expect(out.text()).toBe(`name\n${SHOWN}\n`);
    expect(err.text()).toBe(`There is no column "${SHOWN}".\nTry another.\n`);
  });

  it('does not steer it by the name of a file that is worked on', () => {
    const err = stream(true);
    createProgress(createOutput(stream(true), err), HOSTILE).update(1, 2, HOSTILE);
    expect(err.text().replace('\r\u001b[2K', '')).toBe(
      `${SHOWN} [${'█'.repeat(14)}${'░'.repeat(14)}] 50 % ${SHOWN}`,
    );
  });

  it('is the same text for programs', () => {
    const out = stream(false);
    createOutput(out, stream(false)).print(`rep,value\n${HOSTILE},1`);
    expect(out.text()).toBe(`rep,value\n${HOSTILE},1\n`);
  });

  it('is JSON that means the same and steers nothing', () => {
    const out = stream(true);
    createOutput(out, stream(true)).json({ name: HOSTILE });
    expect(JSON.parse(out.text())).toEqual({ name: HOSTILE });
    expect(out.text().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('keeps what joins letters in names', () => {
    const out = stream(true);
    createOutput(out, stream(true)).print('نرم\u200cافزار 👩\u200d💻');
    expect(out.text()).toBe('نرم\u200cافزار 👩\u200d💻\n');
  });
});
