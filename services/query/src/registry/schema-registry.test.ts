import { EVENT_TYPES, PUBLISHED } from '@tallyboard/contracts/registry';
import Fastify, { type FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerSchemas } from './schema-registry.js';

const JSON_TYPE = 'application/vnd.schemaregistry.v1+json';
const CALL_LOGGED = 'tallyboard.crm.CallLogged';

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

  it('tells of an id where it is used, and of a version what it says', async () => {
    const latest = (await get(`/subjects/${CALL_LOGGED}/versions/latest`)).body;
    expect((await get(`/subjects/${CALL_LOGGED}/versions/-1`)).body).toEqual(latest);
    const schema = JSON.parse(latest.schema);
    expect((await get(`/schemas/ids/${latest.id}/schema`)).body).toEqual(schema);
    expect((await get(`/subjects/${CALL_LOGGED}/versions/latest/schema`)).body).toEqual(schema);
    expect((await get(`/subjects/${CALL_LOGGED}/versions/latest/referencedby`)).body).toEqual([]);
    expect((await get(`/schemas/ids/${latest.id}/subjects`)).body).toEqual([CALL_LOGGED]);
    expect((await get(`/schemas/ids/${latest.id}/versions`)).body).toEqual([
      { subject: CALL_LOGGED, version: latest.version },
    ]);
  });

  const lookUp = async (subject: string, payload: string, type = JSON_TYPE) => {
    const url = `/subjects/${subject}?normalize=false&deleted=true`;
    const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    return { status: answer.statusCode, body: answer.json() };
  };

  it('finds every published schema by what it says, however it is laid out', async () => {
    for (const { id, version, schema } of PUBLISHED) {
      const { namespace, name, ...rest } = JSON.parse(schema);
      const subject = `${namespace}.${name}`;
      const found = { status: 200, body: { subject, id, version, schema } };
      expect(await lookUp(subject, JSON.stringify({ schema }))).toEqual(found);
      const laidOut = JSON.stringify({ ...rest, name, namespace }, null, 4);
      for (const type of [JSON_TYPE, 'application/json', 'application/vnd.schemaregistry+json'])
        expect(
          await lookUp(
            subject,
            JSON.stringify({ schema: laidOut, schemaType: 'AVRO', references: [] }),
            type,
          ),
        ).toEqual(found);
    }
  });

  it.each([
    ['a subject that is none', 'none', { schema: '"string"' }, 404, 40401],
    [
      'a schema that it has not',
      CALL_LOGGED,
      { schema: '{"type":"record","name":"X","fields":[]}' },
      404,
      40403,
    ],
    ['one of another kind', CALL_LOGGED, { schema: 'message X {}', schemaType: 'PROTOBUF' }, 404, 40403],
    ['what is no schema', CALL_LOGGED, { schema: '{' }, 422, 42201],
    ['no schema', CALL_LOGGED, {}, 422, 42201],
  ])(
    'looks for %s in vain, with the code that clients know',
    async (_, subject, asked, status, error_code) => {
      expect(await lookUp(subject, JSON.stringify(asked))).toEqual({
        status,
        body: { error_code, message: expect.any(String) },
      });
    },
  );

  it('says of a lookup that is no JSON, and of a version that is no number, what they want', async () => {
    expect(await lookUp(CALL_LOGGED, 'schema')).toMatchObject({ status: 422, body: { error_code: 42201 } });
    for (const version of ['0', 'newest', '-2'])
      expect(await get(`/subjects/${CALL_LOGGED}/versions/${version}`)).toMatchObject({
        status: 422,
        body: { error_code: 42202 },
      });
  });

  it.each([
    ['/schemas/ids/999999', 40403],
    ['/schemas/ids/999999/versions', 40403],
    ['/subjects/none/versions', 40401],
    ['/subjects/none/versions/1', 40401],
    ['/subjects/tallyboard.crm.CallLogged/versions/99', 40402],
  ])('%s has the error code that clients of a registry know', async (url, error_code) => {
    const { status, body } = await get(url);
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
