import { isDeepStrictEqual } from 'node:util';
import { PUBLISHED, type PublishedSchema } from '@tallyboard/contracts/registry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * The read-only part of Confluent's Schema Registry API that decoders use (ClickHouse's AvroConfluent, kcat, Kafka UIs).
 * Subjects are named by record (RecordNameStrategy), since one topic carries every type.
 */
export function registerSchemas(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.type('application/vnd.schemaregistry.v1+json');
  });
  app.addContentTypeParser(SENT_AS, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.get('/schemas/types', async () => ['AVRO']);
  registerIds(app);
  registerSubjects(app);
  registerSetting(app, 'config', { compatibilityLevel: 'FULL_TRANSITIVE' }, 40408, 'compatibility');
  registerSetting(app, 'mode', { mode: 'READONLY' }, 40409, 'mode');
  refuseWriting(app);
}

/** By the id that stands before every message. */
function registerIds(app: FastifyInstance): void {
  const byId = (path: string, tell: (found: PublishedSchema) => unknown) =>
    app.get<{ Params: { id: string } }>(`/schemas/ids/:id${path}`, async ({ params }, reply) => {
      const found = PUBLISHED.find(({ id }) => String(id) === params.id);
      return found ? tell(found) : missing(reply, 40403, `Schema ${params.id.slice(0, 80)} not found.`);
    });
  byId('', ({ schema }) => ({ schema }));
  byId('/schema', ({ schema }) => schema);
  byId('/subjects', (found) => [subjectOf(found)]);
  byId('/versions', (found) => [{ subject: subjectOf(found), version: found.version }]);
}

function registerSubjects(app: FastifyInstance): void {
  app.get('/subjects', async () => [...SUBJECTS.keys()].sort());
  app.get<{ Params: { subject: string } }>('/subjects/:subject/versions', async ({ params }, reply) => {
    const versions = SUBJECTS.get(params.subject);
    return versions?.map(({ version }) => version) ?? noSubject(reply, params.subject);
  });
  const byVersion = (path: string, tell: (found: PublishedSchema) => unknown) =>
    app.get<{ Params: { subject: string; version: string } }>(
      `/subjects/:subject/versions/:version${path}`,
      async ({ params: { subject, version } }, reply) => {
        if (!/^(latest|-1|[1-9]\d{0,9})$/.test(version)) return noVersionNumber(reply, version);
        const versions = SUBJECTS.get(subject);
        if (!versions) return noSubject(reply, subject);
        const isLatest = version === 'latest' || version === '-1';
        const found = isLatest ? versions.at(-1) : versions.find((each) => String(each.version) === version);
        return found ? tell(found) : missing(reply, 40402, `Version ${version} of ${subject} not found.`);
      },
    );
  byVersion('', described);
  byVersion('/schema', ({ schema }) => schema);
  byVersion('/referencedby', () => []);
  registerLookup(app);
}

/** Which id and version a schema has, for clients that know only its text. What it says counts, not how it is laid out. */
function registerLookup(app: FastifyInstance): void {
  app.post<{ Params: { subject: string }; Body: unknown }>('/subjects/:subject', async (request, reply) => {
    const asked = schemaIn(request.body);
    if (asked === undefined)
      return refusal(
        reply,
        422,
        42201,
        'Invalid schema: it wants {"schema": "an Avro schema as JSON text"}.',
      );
    const { subject } = request.params;
    const versions = SUBJECTS.get(subject);
    if (!versions) return noSubject(reply, subject);
    const found = versions.find(({ schema }) => isDeepStrictEqual(JSON.parse(schema), asked.avro));
    return found ? described(found) : missing(reply, 40403, 'Schema not found');
  });
}

/** Undefined when there is none. One of another kind than Avro is none that anything here is equal to. */
function schemaIn(body: unknown): { avro: unknown } | undefined {
  const { schema, schemaType } = (jsonIn(body) ?? {}) as { schema?: unknown; schemaType?: unknown };
  if (typeof schema !== 'string') return undefined;
  if (schemaType && schemaType !== 'AVRO') return { avro: null };
  const avro = jsonIn(schema);
  return avro ? { avro } : undefined;
}

function jsonIn(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What holds for all subjects. Nothing is set for one of them, which is said by 404 unless asked with `defaultToGlobal`. */
function registerSetting(
  app: FastifyInstance,
  path: string,
  value: object,
  error_code: number,
  what: string,
): void {
  app.get(`/${path}`, async () => value);
  app.get<{ Params: { subject: string }; Querystring: { defaultToGlobal?: string } }>(
    `/${path}/:subject`,
    async ({ params, query }, reply) =>
      query.defaultToGlobal === 'true'
        ? value
        : missing(
            reply,
            error_code,
            `Subject '${params.subject.slice(0, 200)}' does not have subject-level ${what} configured`,
          ),
  );
}

/** Schemas are published by the repository alone. */
function refuseWriting(app: FastifyInstance): void {
  const refuse = async (_request: FastifyRequest, reply: FastifyReply) =>
    refusal(
      reply,
      422,
      42205,
      'This registry is in read-only mode: its schemas are those of the repository.',
    );
  for (const path of ['/config', '/config/:subject', '/mode', '/mode/:subject']) {
    app.put(path, refuse);
    app.delete(path, refuse);
  }
  app.post('/subjects/:subject/versions', refuse);
  app.delete('/subjects/:subject', refuse);
  app.delete('/subjects/:subject/versions/:version', refuse);
}

/** As what clients send JSON. It is read where it is wanted: whatever is sent to be written is refused alike. */
const SENT_AS = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
  'application/octet-stream',
];

/** Versions of each record, oldest first. */
const SUBJECTS: ReadonlyMap<string, PublishedSchema[]> = bySubject(PUBLISHED);

function bySubject(published: readonly PublishedSchema[]): Map<string, PublishedSchema[]> {
  const subjects = new Map<string, PublishedSchema[]>();
  for (const schema of [...published].sort((a, b) => a.version - b.version)) {
    const subject = subjectOf(schema);
    subjects.set(subject, [...(subjects.get(subject) ?? []), schema]);
  }
  return subjects;
}

function subjectOf({ schema }: PublishedSchema): string {
  const { namespace, name } = JSON.parse(schema) as { namespace: string; name: string };
  return `${namespace}.${name}`;
}

const described = (found: PublishedSchema) => ({
  subject: subjectOf(found),
  version: found.version,
  id: found.id,
  schema: found.schema,
});

const noVersionNumber = (reply: FastifyReply, version: string) =>
  refusal(
    reply,
    422,
    42202,
    `The specified version '${version.slice(0, 80)}' is not a valid version id: it wants a number from 1, or "latest".`,
  );

const noSubject = (reply: FastifyReply, subject: string) =>
  missing(reply, 40401, `Subject ${subject.slice(0, 200)} not found.`);

const missing = (reply: FastifyReply, error_code: number, message: string) =>
  refusal(reply, 404, error_code, message);

function refusal(reply: FastifyReply, status: number, error_code: number, message: string): FastifyReply {
  return reply.code(status).send({ error_code, message });
}
