import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runAlertTests } from './test-file.js';

const folder = mkdtempSync(join(tmpdir(), 'tally-alert-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RULES = `rules:
  - { name: busy, metric: calls, window: 1h, above: 10 }
  - { name: quiet, metric: calls, window: 1h, below: 1 }
`;
writeFileSync(join(folder, 'rules.yaml'), RULES);

const call = (more: string) =>
  `{ type: call.logged, data: { call_id: C, started_at: 2026-03-02T08:00:00Z, rep_id: ann, direction: inbound, outcome: connected, duration_ms: 60000, channel: phone }, ${more} }`;

const run = (events: string[], expected: string[]) => {
  const file = join(folder, 'tests.yaml');
  writeFileSync(
    file,
    `rules: rules.yaml\ntests:\n  - name: it\n    events: [${events.join(', ')}]\n    expect:\n${expected.map((each) => `      - ${each}`).join('\n')}\n`,
  );
  return runAlertTests(file);
};

describe('the tests of the README', () => {
  const readme = readFileSync(new URL('../../../alerts/README.md', import.meta.url), 'utf8');
  for (const [, name, text] of readme.matchAll(/```yaml\n# (\S+\.yaml)\n(.*?)```/gs))
    writeFileSync(join(folder, name!), text!);

  it('pass as they are written there', async () => {
    expect(await runAlertTests(join(folder, 'busy.test.yaml'))).toEqual([
      { name: 'twelve calls within an hour are many, until the hour is over', wrong: [] },
    ]);
  });
});

describe('given events, expected alerts', () => {
  const busy = call('repeat: { times: 11, every: 5m }');

  it('pass when the alerts are those, and say what is other', async () => {
    const at = '2026-03-02T09:00:00Z';
    expect(await run([busy], [`{ rule: busy, at: ${at}, state: firing }`])).toEqual([
      { name: 'it', wrong: [] },
    ]);
    expect(await run([busy], [`{ rule: busy, at: ${at}, state: none }`])).toEqual([
      { name: 'it', wrong: [`busy at ${at}: expected none, is firing`] },
    ]);
  });

  it('judge no hour that is not over, and take back what a correction makes false', async () => {
    const removed =
      '{ type: call.removed, sourceversion: 2000000000000, time: 2026-03-02T10:00:00Z, arrives: 2026-03-02T10:00:00Z, data: { call_id: C, started_at: 2026-03-02T08:00:00Z } }';
    expect(
      await run(
        [busy, removed],
        [
          '{ rule: busy, at: 2026-03-02T08:50:00Z, state: none }',
          '{ rule: busy, at: 2026-03-02T09:05:00Z, state: firing }',
          '{ rule: busy, at: 2026-03-02T10:00:00Z, complete_to: 2026-03-02T09:15:00Z, state: withdrawn }',
        ],
      ),
    ).toEqual([{ name: 'it', wrong: [] }]);
  });

  it('have no alarm of an hour before anything was ever counted', async () => {
    expect(await run([], ['{ rule: quiet, at: 2026-03-02T09:00:00Z, state: none }'])).toEqual([
      { name: 'it', wrong: [] },
    ]);
    expect(
      await run([call('id: one')], ['{ rule: quiet, at: 2026-03-02T09:15:00Z, state: firing }']),
    ).toEqual([{ name: 'it', wrong: [] }]);
  });

  it('names what is wrong with an event or a file', async () => {
    await expect(
      run(
        [call('id: x').replace('inbound', 'sideways')],
        ['{ rule: busy, at: 2026-03-02T09:00:00Z, state: none }'],
      ),
    ).rejects.toThrow(/event 1": direction|event 1: direction/);
    await expect(run([], ['{ rule: nope, at: 2026-03-02T09:00:00Z, state: none }'])).rejects.toThrow(
      'there is no rule nope',
    );
  });
});

const CASE = new URL('../../../../../shared/cases/alert-on-a-bucket-that-is-not-over.json', import.meta.url);

describe.skipIf(!existsSync(CASE))('the reported case of a bucket that is not over', () => {
  it('is no alert at any of its three chances', async () => {
    const { events } = JSON.parse(readFileSync(CASE, 'utf8')) as { events: { id: string }[] };
    const given = events.map((event) =>
      JSON.stringify(event.id === 'late' ? { ...event, arrives: '2026-03-02T10:30:00Z' } : event),
    );
    expect(
      await run(given, [
        '{ rule: quiet, at: 2026-03-02T08:05:00Z, complete_to: 2026-03-02T08:00:00Z, state: none }',
        '{ rule: quiet, at: 2026-03-02T09:00:00Z, complete_to: 2026-03-02T08:05:00Z, state: none }',
        '{ rule: quiet, at: 2026-03-02T10:30:00Z, complete_to: 2026-03-02T09:00:00Z, state: none }',
      ]),
    ).toEqual([{ name: 'it', wrong: [] }]);
  });
});
