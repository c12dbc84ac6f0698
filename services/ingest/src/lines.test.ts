import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './lines.js';

function linesOf(chunks: string[], maxBytes = 100): (string | number)[][] {
  const lines: (string | number)[][] = [];
  const splitter = createLineSplitter(maxBytes, (line, number) =>
    lines.push([number, Buffer.isBuffer(line) ? line.toString() : line.tooLongBytes]),
  );
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('createLineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const text = 'one\ntwo\n\nfour';
    const expected = [
      [1, 'one'],
      [2, 'two'],
      [3, ''],
      [4, 'four'],
    ];
    expect(linesOf([text])).toEqual(expected);
    expect(linesOf([...text])).toEqual(expected);
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(linesOf([text.slice(0, cut), text.slice(cut)])).toEqual(expected);
  });

  it('keeps of an unfinished line what it is long, however small its pieces, and nothing of a finished one', () => {
    const splitter = createLineSplitter(1_000_000, () => {});
    const piece = Buffer.alloc(64 * 1024, 'x');
    expect(splitter.keptBytes()).toBe(0);
    for (let i = 0; i < 10_000; i += 1) splitter.push(piece.subarray(i, i + 1));
    expect(splitter.keptBytes()).toBeGreaterThanOrEqual(10_000);
    expect(splitter.keptBytes()).toBeLessThan(20_000);
    splitter.push(Buffer.from('\n'));
    expect(splitter.keptBytes()).toBe(0);
    for (let i = 0; i < 20; i += 1) splitter.push(piece);
    expect(splitter.keptBytes()).toBe(0);
  });

  it('has no line after the last line feed', () => {
    expect(linesOf(['one\n'])).toEqual([[1, 'one']]);
    expect(linesOf([])).toEqual([]);
  });

  it('takes a line of exactly the longest length and says how long a longer one was', () => {
    expect(linesOf(['12345\n123456\n1'], 5)).toEqual([
      [1, '12345'],
      [2, 6],
      [3, '1'],
    ]);
    expect(linesOf(['123', '456', '789', '\nab'], 5)).toEqual([
      [1, 9],
      [2, 'ab'],
    ]);
    expect(linesOf(['123', '4567'], 5)).toEqual([[1, 7]]);
  });
});
