import { validate } from '@readme/openapi-parser';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { routesOf } from '@tallyboard/testkit/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scripted, scripted } from '../testing/scripted.js';

describe('the OpenAPI document', () => {
  let script: Scripted;
  let routes: string[];
  let document: { openapi: string; paths: Record<string, Record<string, { parameters?: object[] }>> };

  beforeAll(async () => {
    script = await scripted();
    await script.app.ready();
    document = (await script.app.inject('/openapi.json')).json();
    routes = routesOf(script.app.printRoutes({ commonPrefix: false }));
  });
  afterAll(() => script.app.close());

  it('is OpenAPI 3.1, by its published schema, with nothing left dangling', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true });
  });

  it('has every route to be read that the app has, and no other but the lookup of a schema', () => {
    expect(routes.length).toBeGreaterThan(10);
    const served = routes
      .filter((route) => route !== '/')
      .map((route) => route.replace(/:(\w+)/g, '{$1}'))
      .flatMap((route) =>
        route === '/v1/metrics/{name}' ? METRICS.map(({ name }) => `/v1/metrics/${name}`) : [route],
      );
    const lookup = '/subjects/{subject}';
    expect(Object.keys(document.paths).toSorted()).toEqual([...served, lookup].toSorted());
    expect(Object.keys(document.paths[lookup]!)).toEqual(['post']);
  });

  it('has the paths of alerts when there is a service to pass them on to', async () => {
    const { app } = await scripted({ alertsUrl: 'http://127.0.0.1:9' });
    const withAlerts = (await app.inject('/openapi.json')).json() as typeof document;
    await app.close();
    expect(Object.keys(document.paths).filter((path) => path.includes('alert'))).toEqual([]);
    expect(Object.keys(withAlerts.paths)).toContain('/v1/alerts/{id}/acknowledge');
    expect(await validate(structuredClone(withAlerts) as never)).toMatchObject({ valid: true });
  });

  it('lists the dimensions and parameters of each metric', () => {
    const parameters = JSON.stringify(document.paths['/v1/metrics/first_response_within']!.get!.parameters);
    expect(parameters).toContain('"enum":["office","team","rep","channel","priority","schedule"]');
    expect(parameters).toContain('"name":"target"');
  });
});
