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
  app.get('/schemas/types', async () => ['AVRO']);
  app.get<{ Params: { id: string } }>('/schemas/ids/:id', async ({ params }, reply) => {
    const found = PUBLISHED.find(({ id }) => String(id) === params.id);
    return found
      ? { schema: found.schema }
      : missing(reply, 40403, `Schema ${params.id.slice(0, 80)} not found.`);
  });
  app.get('/subjects', async () => [...SUBJECTS.keys()].sort());
  app.get<{ Params: { subject: string } }>('/subjects/:subject/versions', async ({ params }, reply) => {
    const versions = SUBJECTS.get(params.subject);
    return versions?.map(({ version }) => version) ?? noSubject(reply, params.subject);
  });
  app.get<{ Params: { subject: string; version: string } }>(
    '/subjects/:subject/versions/:version',
    async ({ params }, reply) => {
      const versions = SUBJECTS.get(params.subject);
      if (!versions) return noSubject(reply, params.subject);
      const found =
        params.version === 'latest'
          ? versions.at(-1)
          : versions.find(({ version }) => String(version) === params.version);
      if (!found)
        return missing(
          reply,
          40402,
          `Version ${params.version.slice(0, 80)} of ${params.subject} not found.`,
        );
      return { subject: params.subject, version: found.version, id: found.id, schema: found.schema };
    },
  );
  registerSetting(app, 'config', { compatibilityLevel: 'FULL_TRANSITIVE' }, 40408, 'compatibility');
  registerSetting(app, 'mode', { mode: 'READONLY' }, 40409, 'mode');
  refuseWriting(app);
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
  app.addContentTypeParser('application/vnd.schemaregistry.v1+json', (_request, body, done) => {
    body.resume();
    done(null);
  });
  const refuse = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply.code(422).send({
      error_code: 42205,
      message: 'This registry is in read-only mode: its schemas are those of the repository.',
    });
  for (const path of ['/config', '/config/:subject', '/mode', '/mode/:subject']) {
    app.put(path, refuse);
    app.delete(path, refuse);
  }
  app.post('/subjects/:subject/versions', refuse);
  app.delete('/subjects/:subject', refuse);
  app.delete('/subjects/:subject/versions/:version', refuse);
}

/** Versions of each record, oldest first. */
const SUBJECTS: ReadonlyMap<string, PublishedSchema[]> = bySubject(PUBLISHED);

function bySubject(published: readonly PublishedSchema[]): Map<string, PublishedSchema[]> {
  const subjects = new Map<string, PublishedSchema[]>();
  for (const schema of [...published].sort((a, b) => a.version - b.version)) {
    const { namespace, name } = JSON.parse(schema.schema) as { namespace: string; name: string };
    const subject = `${namespace}.${name}`;
    subjects.set(subject, [...(subjects.get(subject) ?? []), schema]);
  }
  return subjects;
}

const noSubject = (reply: FastifyReply, subject: string) =>
  missing(reply, 40401, `Subject ${subject.slice(0, 200)} not found.`);

function missing(reply: FastifyReply, error_code: number, message: string): FastifyReply {
  return reply.code(404).send({ error_code, message });
}
