import { validate } from '@readme/openapi-parser';
import type { Rule } from '@tallyboard/alerting/rule';
import type { AlertRule } from '@tallyboard/api/alerts';
import { routesOf } from '@tallyboard/testkit/routes';
import { describe, expect, it } from 'vitest';
import { aTransition, NOON } from '../testing/alerts.js';
import { appOverBook, TENANT } from '../testing/app-over-book.js';

const RULE: Rule = { name: 'few-calls', metric: 'calls', by: ['office'], window: '1h', below: 5 };
const { name: _, ...WITHOUT_NAME } = RULE;
const PATH = '/v1/alert-rules/few-calls';

describe('the OpenAPI document of alerts', () => {
  it('is valid and has every route', async () => {
    const { app } = await appOverBook();
    const document = (await app.inject({ url: '/openapi.json', headers: { host: 'localhost' } })).json();
    expect(await validate(structuredClone(document))).toMatchObject({ valid: true });
    const tree = app.printRoutes({ commonPrefix: false });
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const served = routesOf(tree, method).filter((route) => route.startsWith('/v1/'));
      const documented = Object.entries(document.paths as Record<string, object>)
        .filter(([, methods]) => method.toLowerCase() in methods)
        .map(([path]) => path);
      expect(documented.toSorted(), method).toEqual(
        served.map((route) => route.replace(/:(\w+)/g, '{$1}')).toSorted(),
      );
    }
  });
});

describe('an error', () => {
  it.each([
    ['GET', '/v1/nothing', undefined, 404, 'not_found'],
    ['PUT', PATH, '{', 400, 'bad_request'],
    ['PUT', PATH, `"${'x'.repeat(70_000)}"`, 413, 'bad_request'],
  ] as const)('of %s %s has the form of all others', async (method, url, payload, status, code) => {
    const { app } = await appOverBook();
    const answer = await app.inject({
      method,
      url,
      headers: { host: 'localhost', authorization: 'Bearer ops', 'content-type': 'application/json' },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: { code, message: expect.any(String) } });
  });
});

describe('rules by API', () => {
  it('are made, made anew and taken out', async () => {
    const { ask, rules } = await appOverBook();
    const made = await ask('PUT', PATH, WITHOUT_NAME);
    expect(made).toMatchObject({ status: 200, body: { name: 'few-calls', source: 'api', rule: RULE } });
    await ask('PUT', PATH, { ...RULE, below: 9 });
    expect(rules.named(TENANT, 'few-calls')).toMatchObject({ rule: { below: 9 }, source: 'api' });
    expect((await ask('GET', PATH)).body).toMatchObject({ rule: { below: 9 } });
    expect((await ask('DELETE', PATH)).status).toBe(204);
    expect(rules.named(TENANT, 'few-calls')).toBeUndefined();
    expect((await ask('DELETE', PATH)).status).toBe(404);
  });

  it('are refused with each field that is wrong', async () => {
    const { ask, book } = await appOverBook();
    const shape = await ask('PUT', PATH, { ...RULE, window: '1 hour', colour: 'red' });
    expect(shape).toMatchObject({ status: 400, body: { error: { code: 'bad_rule' } } });
    const fields = (shape.body.error.details as { field: string }[]).map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['colour', 'window']);
    expect((await ask('PUT', PATH, { ...RULE, metric: 'moons' })).body.error.message).toContain(
      'does not exist',
    );
    expect((await ask('PUT', PATH, { ...RULE, name: 'other' })).body.error.message).toContain('calls itself');
    expect((await ask('PUT', PATH, [])).status).toBe(400);
    expect((await ask('PUT', PATH, null as never)).status).toBe(400);
    expect(book.defined).toEqual([]);
  });

  it('are listed with the files of the tenant that cannot be read', async () => {
    const broken = (tenant: string) => ({ tenant, file: `${tenant}.yaml`, problems: ['3:5 above is wrong'] });
    const { ask } = await appOverBook([], false, [broken(TENANT), broken('acme')]);
    expect((await ask('GET', '/v1/alert-rules')).body.broken_files).toEqual([
      { file: 'demo.yaml', problems: ['3:5 above is wrong'] },
    ]);
  });

  it('take the place of a ready one, and not of one in a file', async () => {
    const { ask, rules } = await appOverBook([{ tenant: TENANT, rule: RULE }]);
    expect(await ask('PUT', PATH, RULE)).toMatchObject({
      status: 409,
      body: { error: { code: 'in_a_file' } },
    });
    expect((await ask('DELETE', PATH)).status).toBe(409);
    expect((await ask('DELETE', '/v1/alert-rules/csat-drop')).body.error.message).toContain(
      '"enabled": false',
    );
    const off = { metric: 'csat', window: '4w', falling: {}, enabled: false };
    expect((await ask('PUT', '/v1/alert-rules/csat-drop', off)).body).toMatchObject({ enabled: false });
    expect(rules.all().filter(({ rule }) => rule.name === 'csat-drop')).toMatchObject([{ source: 'api' }]);
  });
});

describe('as many rules as are taken', () => {
  it('may still be changed and taken out, and one more is refused', async () => {
    const { ask, book } = await appOverBook();
    for (let i = 0; i < 5_000; i += 1) {
      const rule = { ...RULE, name: i === 0 ? RULE.name : `rule-${i}` };
      const action = { kind: 'rule_set', rule, by: 'ann' } as const;
      book.take({ kind: 'action', tenant: TENANT, action }, NOON * 1_000);
    }
    expect(await ask('PUT', '/v1/alert-rules/more', { ...RULE, name: 'more' })).toMatchObject({
      status: 400,
      body: { error: { code: 'too_many' } },
    });
    expect((await ask('PUT', PATH, { ...RULE, enabled: false })).body).toMatchObject({ enabled: false });
    expect((await ask('DELETE', PATH)).status).toBe(204);
  });
});

describe('a rule that this version cannot judge', () => {
  it('is shown with why not and without words, and the others as ever', async () => {
    const { ask, book } = await appOverBook();
    const rule = { ...RULE, metric: 'moons' };
    const action = { kind: 'rule_set', rule, by: 'ann' } as const;
    book.take({ kind: 'action', tenant: TENANT, action }, NOON * 1_000);
    const failure = expect.stringContaining('metric "moons" does not exist');
    expect(await ask('GET', PATH)).toMatchObject({ status: 200, body: { words: '', failure, rule } });
    const { status, body } = await ask('GET', '/v1/alert-rules');
    expect(status).toBe(200);
    const others = (body.rules as AlertRule[]).filter(({ name }) => name !== 'few-calls');
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ words, failure: none }) => words !== '' && none === null)).toBe(true);
    const code = 'not_judged';
    expect(await ask('GET', `${PATH}/backtest`)).toMatchObject({ status: 409, body: { error: { code } } });
    const step = aTransition({ tenant: TENANT, rule: 'few-calls' });
    book.take({ kind: 'transition', transition: step }, NOON * 1_000);
    expect(await ask('GET', `/v1/alerts/${step.alert}/chart`)).toMatchObject({
      status: 409,
      body: { error: { code } },
    });
  });
});

describe('whoever has no key', () => {
  const ACTIONS = [
    ['POST', '/v1/alert-silences', { rule: 'csat-drop', for: '1h' }],
    ['PUT', PATH, RULE],
    ['DELETE', PATH, undefined],
    ['DELETE', '/v1/alert-silences/1', undefined],
  ] as const;
  const withAlert = async (anonymousAcknowledges: boolean) => {
    const made = await appOverBook([], anonymousAcknowledges);
    const step = aTransition({ tenant: TENANT, rule: 'csat-drop' });
    made.book.take({ kind: 'transition', transition: step }, NOON * 1_000);
    return { ...made, acknowledge: `/v1/alerts/${step.alert}/acknowledge` };
  };

  it.each([true, false])('reads and changes nothing (acknowledges: %o)', async (acknowledges) => {
    const { ask, acknowledge } = await withAlert(acknowledges);
    expect((await ask('GET', '/v1/alerts', undefined, '')).status).toBe(200);
    for (const [method, path, body] of ACTIONS) {
      const refused = await ask(method, path, body, '');
      expect(refused).toMatchObject({ status: 401, body: { error: { code: 'no_key' } } });
    }
    expect((await ask('POST', acknowledge, {}, '')).status).toBe(acknowledges ? 200 : 401);
    expect((await ask('POST', acknowledge, {}, 'Bearer wrong')).status).toBe(401);
  });

  it('acknowledges as the wall, and who has a key under its name', async () => {
    const by = async (authorization?: string) => {
      const { ask, acknowledge } = await withAlert(true);
      return (await ask('POST', acknowledge, {}, authorization)).body.acknowledged.by;
    };
    expect(await by('')).toBe('the wall');
    expect(await by()).toBe('operations');
  });
});

it('an alert is acknowledged once: who comes later is answered with what is, and nothing is written', async () => {
  const { ask, book, said } = await appOverBook([], true);
  const step = aTransition({ tenant: TENANT });
  book.take({ kind: 'transition', transition: step }, NOON * 1_000);
  const url = `/v1/alerts/${step.alert}/acknowledge`;
  const first = await ask('POST', url, { note: 'on it' });
  expect(said).toHaveLength(1);
  expect(await ask('POST', url, { note: 'me too' }, '')).toEqual(first);
  expect(first).toMatchObject({ status: 200, body: { acknowledged: { by: 'operations', note: 'on it' } } });
  expect(said).toHaveLength(1);
});

describe('silences', () => {
  const at = (seconds: number) => new Date((NOON + seconds) * 1_000).toISOString();

  it('may be planned ahead, and cover nothing before they begin', async () => {
    const { ask, book } = await appOverBook();
    const made = await ask('POST', '/v1/alert-silences', { rule: 'csat-drop', from: at(3_600), for: '2h' });
    expect(made).toMatchObject({
      status: 200,
      body: { rule: 'csat-drop', to: expect.stringContaining('14:00') },
    });
    const step = aTransition({ tenant: TENANT, rule: 'csat-drop' });
    expect([0, 3_600, 3 * 3_600].map((later) => book.silenceOf(step, NOON + later) !== null)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('may be planned years ahead', async () => {
    const { ask } = await appOverBook();
    const body = { group: { office: 'munich' }, from: '2030-03-02T18:00:00Z', for: '4h' };
    expect(await ask('POST', '/v1/alert-silences', body)).toMatchObject({
      status: 200,
      body: { from: '2030-03-02T18:00:00Z', to: '2030-03-02T22:00:00Z' },
    });
  });

  it.each([
    [{ rule: 'csat-drop' }, 'how long'],
    [{ rule: 'csat-drop', for: '2 hours' }, 'how long'],
    [{ rule: 'csat-drop', until: '2020-01-01' }, 'how long'],
    [{ rule: 'csat-drop', from: 'soon', for: '1h' }, 'from wants an instant'],
    [{ rule: 'csat-drop', for: '999w' }, 'a year at most'],
    [{ rule: 'csat-drop', from: '9999-01-01', for: '1h' }, 'how long'],
    [{ for: '1h' }, 'say what'],
    [{ rule: 'moon', for: '1h' }, 'no rule "moon"'],
    [{ group: { office: 1 }, for: '1h' }, 'as text'],
    // It would be everything.
    [{ group: {}, for: '1h' }, 'as text'],
    [{ group: { Office: 'munich' }, for: '1h' }, 'split by "Office": office was probably meant'],
    [{ group: { moon: 'full' }, for: '1h' }, 'split by "moon": there are office, team'],
    [{ group: { constructor: 'x' }, for: '1h' }, 'split by "constructor"'],
    [{ group: ['munich'], for: '1h' }, 'as text'],
  ])('are refused: %o', async (body, why) => {
    const { ask } = await appOverBook();
    const { status, body: answer } = await ask('POST', '/v1/alert-silences', body);
    expect([400, 404]).toContain(status);
    expect(answer.error.message).toContain(why);
  });
});
