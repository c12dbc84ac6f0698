import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import Fastify, { type FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerSchemas } from './schema-registry.js';

let app: FastifyInstance;
beforeAll(async () => {
  app = Fastify();
  registerSchemas(app);
  await app.ready();
});

async function get(url: string) {
  const answer = await app.inject({ url });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

describe('the schema registry', () => {
  it('gives every published schema by id, subject and version', async () => {
    const { body: subjects } = await get('/subjects');
    expect(subjects).toHaveLength(EVENT_TYPES.length);
    for (const subject of subjects as string[]) {
      const { body: versions } = await get(`/subjects/${subject}/versions`);
      const latest = (await get(`/subjects/${subject}/versions/latest`)).body;
      expect(latest).toMatchObject({ subject, version: versions.at(-1) });
      const numbered = await get(`/subjects/${subject}/versions/${latest.version}`);
      expect(numbered.body).toEqual(latest);
      const byId = await get(`/schemas/ids/${latest.id}`);
      expect(byId.body).toEqual({ schema: latest.schema });
      expect(byId.headers['content-type']).toContain('application/vnd.schemaregistry.v1+json');
      const { namespace, name } = JSON.parse(latest.schema);
      expect(`${namespace}.${name}`).toBe(subject);
    }
    expect((await get('/schemas/types')).body).toEqual(['AVRO']);
  });

  it.each([
    ['/schemas/ids/999999', 40403],
    ['/subjects/none/versions', 40401],
    ['/subjects/none/versions/1', 40401],
    ['/subjects/tallyboard.crm.CallLogged/versions/99', 40402],
  ])('%s has the error code that clients of a registry know', async (url, error_code) => {
    const subject = (await get('/subjects')).body.find((name: string) => name.endsWith('CallLogged'));
    const { status, body } = await get(url.replace('tallyboard.crm.CallLogged', subject));
    expect(status).toBe(404);
    expect(body).toEqual({ error_code, message: expect.any(String) });
  });

  it('says that versions read each other in both directions, and that nothing is registered by it', async () => {
    expect(await get('/config')).toMatchObject({
      status: 200,
      body: { compatibilityLevel: 'FULL_TRANSITIVE' },
    });
    expect(await get('/mode')).toMatchObject({ status: 200, body: { mode: 'READONLY' } });
  });

  it.each([
    ['/config', 40408, 'compatibility', { compatibilityLevel: 'FULL_TRANSITIVE' }],
    ['/mode', 40409, 'mode', { mode: 'READONLY' }],
  ])(
    '%s of a subject is what holds for all, and only when that is asked for',
    async (path, error_code, what, all) => {
      const one = `${path}/tallyboard.crm.CallLogged`;
      expect(await get(one)).toMatchObject({
        status: 404,
        body: {
          error_code,
          message: `Subject 'tallyboard.crm.CallLogged' does not have subject-level ${what} configured`,
        },
      });
      expect(await get(`${one}?defaultToGlobal=true`)).toMatchObject({ status: 200, body: all });
      expect(await get(`${one}?defaultToGlobal=false`)).toMatchObject({ status: 404 });
    },
  );

  it.each([
    ['PUT', '/config', { compatibility: 'NONE' }],
    ['PUT', '/mode/tallyboard.crm.CallLogged', { mode: 'READWRITE' }],
    ['DELETE', '/config/tallyboard.crm.CallLogged', undefined],
    ['POST', '/subjects/tallyboard.crm.CallLogged/versions', { schema: '"string"' }],
    ['DELETE', '/subjects/tallyboard.crm.CallLogged', undefined],
  ] as const)('%s %s is refused as by any registry in read-only mode', async (method, url, body) => {
    const answer = await app.inject({
      method,
      url,
      ...(body ? { payload: JSON.stringify(body), headers: { 'content-type': JSON_TYPE } } : {}),
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ error_code: 42205 });
  });
});

const JSON_TYPE = 'application/vnd.schemaregistry.v1+json';
