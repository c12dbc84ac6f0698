import { GoalProgress } from '@tallyboard/api/goals';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { principal, type Scripted, scripted } from '../testing/scripted.js';

/** Half of March, by the calendar, is over at noon of the 16th; the script has no schedules. */
let script: Scripted;
beforeAll(async () => {
  script = await scripted({ now: '2026-03-16T12:00Z' });
  script.keys.set('lead', principal('acme', 'read', 'alerts'));
  script.keys.set('reader', principal('acme', 'read'));
  script.keys.set('other', principal('globex', 'read', 'alerts'));
  script.answers = (_tenant, sql) => (sql.includes('schedule_history') ? [] : [{ q0: 30 }]);
});
afterAll(() => script.app.close());

const send = async (method: 'GET' | 'PUT' | 'DELETE', name: string, key: string | null, payload?: object) => {
  const answer = await script.app.inject({
    method,
    url: `/v1/goals${name}`,
    ...(key === null ? {} : { headers: { authorization: `Bearer ${key}` } }),
    ...(payload ? { payload } : {}),
  });
  const body = answer.body === '' ? null : answer.json();
  return { status: answer.statusCode, body, said: body?.error?.message as string };
};
const CALLS = { metric: 'calls', period: 'this_month', target: 80 };

describe('goals', () => {
  it('are set, shown to whoever reads, to no other tenant, and removed', async () => {
    const made = await send('PUT', '/calls-march', 'lead', CALLS);
    expect(made).toMatchObject({
      status: 200,
      body: { actual: 30, share: 0.375, expected: 40, projection: 60 },
    });
    expect(made.body).toMatchObject({
      status: 'behind',
      days_left: 16,
      working_days_left: null,
      schedule: null,
    });
    expect(Check(GoalProgress, made.body)).toBe(true);
    await send('PUT', '/berlin', 'lead', { ...CALLS, filter: { office: ['berlin'] }, title: 'Berlin' });
    const { body } = await send('GET', '', null);
    expect(body.goals.map(({ name, title }: GoalProgress) => [name, title])).toEqual([
      ['calls-march', 'Calls'],
      ['berlin', 'Berlin'],
    ]);
    expect((await send('GET', '?office=berlin', null)).body.goals).toHaveLength(1);
    expect((await send('GET', '', 'other')).body.goals).toEqual([]);
    expect(await send('GET', '/berlin', 'reader')).toMatchObject({ body: { tz: 'Europe/Berlin' } });
    expect(await send('PUT', '/berlin', 'lead', { ...CALLS, target: 20 })).toMatchObject({
      body: { status: 'reached' },
    });
    expect((await send('DELETE', '/berlin', 'lead')).status).toBe(204);
    expect(await send('GET', '/berlin', 'lead')).toMatchObject({ status: 404 });
  });

  it('are set by whoever may make rules', async () => {
    for (const key of ['reader', null])
      expect(await send('PUT', '/x', key, CALLS)).toMatchObject({
        status: 403,
        said: expect.stringContaining('alerts'),
      });
    expect(await send('DELETE', '/calls-march', 'reader')).toMatchObject({ status: 403 });
  });

  it.each([
    [{ ...CALLS, metric: 'cals' }, 'did you mean calls'],
    [{ ...CALLS, target: '80' }, 'target wants a number'],
    [{ metric: 'calls', period: 'this_month' }, 'target is missing'],
    [{ ...CALLS, goal: 1 }, 'goal is unknown'],
    [{ ...CALLS, period: 'today' }, 'period wants one of this_week'],
    [{ ...CALLS, from: '2026-03-01', to: '2026-04-01' }, 'either a period'],
    [{ metric: 'calls', target: 80, from: '2026-03-01' }, 'either a period'],
    [{ ...CALLS, filter: { ofice: ['west'] } }, 'did you mean \\"office\\"'],
    [{ ...CALLS, metric: 'tickets_opened' }, 'neither more nor less is better'],
    [{ ...CALLS, metric: 'revenue_won' }, 'filter revenue_won by one currency'],
    [{ ...CALLS, currency: 'EUR' }, 'adds up no money'],
    [{ ...CALLS, metric: 'revenue_won', currency: 'euro' }, 'currency'],
    [
      { ...CALLS, metric: 'net_revenue_retention', currency: 'EUR' },
      'follows each customer within its currency',
    ],
    [{ metric: 'calls', target: 1, from: '1990-01-01', to: '2100-01-01' }, 'at most ten years'],
    [{ ...CALLS, name: 'other' }, 'the path x'],
    [{ ...CALLS, tz: 'office' }, 'one zone'],
  ])('refuses %j with a sentence', async (goal, sentence) => {
    const { status, body } = await send('PUT', '/x', 'lead', goal);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(sentence);
  });

  it('refuses names that are none, and parameters', async () => {
    expect(await send('PUT', '/A%20b', 'lead', CALLS)).toMatchObject({ status: 400 });
    expect(await send('DELETE', '/nope', 'lead')).toMatchObject({
      status: 404,
      body: { error: { code: 'no_such_goal' } },
    });
    expect(await send('GET', '?ofice=berlin', null)).toMatchObject({ status: 400 });
  });
});
