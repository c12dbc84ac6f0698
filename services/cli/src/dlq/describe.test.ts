import { describe, expect, it } from 'vitest';
import { letterTable, redrivenLine, wholeLetter } from './describe.js';
import type { Letter } from './letters.js';

/** Clears the screen, sets the title, reverses what follows, and begins a line of its own. */
const HOSTILE = 'acme/\u001b[2J\u009b2J\u001b]0;owned\u0007\u202e\n0  all is well';
const SHOWN = 'acme/\\u{1b}[2J\\u{9b}2J\\u{1b}]0;owned\\u{7}\\u{202e}\\u{a}0  all is well';

const letter: Letter = {
  ...{ offset: 7, name: 'crm.events/0/41', reason: HOSTILE, redriven: false },
  message: {
    ...{ offset: 7, timestamp: 0, key: Buffer.from(HOSTILE), value: Buffer.from(HOSTILE) },
    headers: { [HOSTILE]: Buffer.from(HOSTILE) },
  },
};

describe('what a letter says that others wrote', () => {
  it.each([
    ['the list', letterTable([letter])],
    ['the whole letter', wholeLetter(letter)],
    [
      'what became of it',
      redrivenLine(
        { offset: 7, name: letter.name, key: HOSTILE, outcome: 'unreadable', reason: HOSTILE },
        false,
      ),
    ],
  ])('cannot steer the terminal: %s', (_where, text) => {
    expect(text).toContain(SHOWN);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.split('\n').filter((line) => line.startsWith('0  all is well'))).toEqual([]);
  });
});
