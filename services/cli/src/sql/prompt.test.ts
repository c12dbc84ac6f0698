import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prompt } from './prompt.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-sql-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function typed(text: string, run = async (_statement: string): Promise<void> => {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const [asked, printed]: [string[], string[]] = [[], []];
  const done = prompt({
    input,
    output,
    historyFile: join(dir, 'sql-history'),
    print: (line) => void printed.push(line),
    run: (statement) => {
      asked.push(statement.trim().replace(/\s+/g, ' '));
      return run(statement);
    },
  });
  input.end(text);
  await done;
  return { asked, printed, shown: String(output.read()) };
}

describe('the prompt', () => {
  it('takes a statement of several lines until its semicolon, and several of one line', async () => {
    const { asked, shown } = await typed('SELECT 1,\n  2;\nSELECT 3; SELECT 4;\nSELECT 5\n');
    expect(asked).toEqual(['SELECT 1, 2', 'SELECT 3', 'SELECT 4']);
    expect(shown).toContain('tally> ');
    expect(shown).toContain('  ...> ');
  });

  it('looks things up where a line begins with a dot, and says what there is when it is no such thing', async () => {
    const { asked, printed } = await typed('.tables\n.describe deals\n.what\n.describe\n.quit\nSELECT 1;\n');
    expect(asked).toEqual([
      expect.stringMatching(/system\.tables .*'metric_daily'/),
      expect.stringMatching(/system\.columns .*table = 'deals'/),
    ]);
    expect(printed).toEqual([
      expect.stringContaining('There is no .what:'),
      'It wants a name: .describe deals',
    ]);
  });

  it('remembers what was asked, for its owner alone', async () => {
    await typed('SELECT 1;\n.quit\n');
    const file = join(dir, 'sql-history');
    expect(readFileSync(file, 'utf8')).toBe('.quit\nSELECT 1;\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
