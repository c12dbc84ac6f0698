import * as api from '@tallyboard/api/ingest';
import { components, type Json, referring } from '@tallyboard/api/json-schema';
import { CONTENT_TYPES } from './content-types.js';
import { eventSchemas } from './event-schemas.js';

export interface OpenApiLimits {
  maxBodyBytes: number;
  maxBatchEvents: number;
  maxLineBytes: number;
}

/** The OpenAPI 3.1 document of the ingest API, with the schema of every event type. */
export function openApiDocument({ maxBodyBytes, maxBatchEvents, maxLineBytes }: OpenApiLimits): Json {
  const events = eventSchemas();
  const example = { [CONTENT_TYPES.single]: { schema: ref('Event'), example: EXAMPLE } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyboard ingest API',
      version: '1',
      description: `Takes CRM events as CloudEvents 1.0. An answer of 202 means that Kafka has acknowledged every accepted event. An event that arrives twice counts once, so whoever is in doubt sends again. Events of one source and id that do not say the same are both kept: of what they contradict each other in, the one with the higher sourceversion counts, at equal versions the one with the higher checksum, which is as good as chance; so what says something new gets a new id. Text is UTF-8. JSON bodies may have ${maxBodyBytes} bytes and ${maxBatchEvents} events; NDJSON streams may have any length, and lines of up to ${maxLineBytes} bytes.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths: {
      '/v1/events': {
        post: {
          operationId: 'sendEvents',
          summary: 'Send events',
          requestBody: {
            required: true,
            content: {
              ...example,
              [CONTENT_TYPES.batch]: { schema: array(ref('Event')) },
              [CONTENT_TYPES.json]: { schema: { anyOf: [ref('Event'), array(ref('Event'))] } },
              [CONTENT_TYPES.lines]: {
                schema: { type: 'string', description: 'One CloudEvent per line, any number of lines' },
              },
            },
          },
          responses: {
            202: answer('Accepted events are in the log; rejected ones are named', referring(api.Outcome)),
            400: refusal('The event or the body is wrong; nothing of a single event was taken'),
            401: refusal('The API key is missing, unknown, or was revoked while the body came in'),
            403: refusal('The API key lacks the scope ingest (or erase)'),
            408: refusal('The body came too slowly; of a stream, settled_lines says from where to go on'),
            413: refusal('The body or the batch is too long'),
            415: refusal('Another content type, encoding or charset'),
            429: retry('This API key, or this tenant, has too much in work'),
            503: retry('Kafka does not take events, or the service is full'),
          },
        },
      },
      '/openapi.json': open('This document', { type: 'object' }),
      '/healthz': open('Whether Kafka takes events; 503 when it does not', { type: 'object' }),
      '/livez': open('Whether the process answers', { type: 'object' }),
      '/metrics': {
        get: {
          summary: 'Figures of the service for Prometheus',
          security: [],
          responses: { 200: { description: 'Text', content: { 'text/plain': { schema: TEXT } } } },
        },
      },
    },
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key with scope ingest, for events that erase with scope erase; it tells the tenant.',
        },
      },
      schemas: {
        ...components(api.Attributes),
        Event: {
          oneOf: Object.keys(events).map((type) => ref(type)),
          discriminator: {
            propertyName: 'type',
            mapping: Object.fromEntries(Object.keys(events).map((type) => [type, pathOf(type)])),
          },
        },
        ...events,
        ...components(api.Violation, api.Result, api.Outcome, api.ErrorBody),
      },
    },
  };
}

const TEXT = { type: 'string' };

const EXAMPLE = {
  specversion: '1.0',
  id: '9f1c',
  source: 'phone/munich',
  type: 'call.logged',
  time: '2026-03-02T09:15:00+01:00',
  data: {
    call_id: 'C-81',
    started_at: '2026-03-02T09:12:00+01:00',
    rep_id: 'rep-7',
    direction: 'inbound',
    outcome: 'connected',
    duration_ms: 184_000,
    channel: 'phone',
  },
};

const pathOf = (name: string) => `#/components/schemas/${name}`;
const ref = (name: string) => ({ $ref: pathOf(name) });
const array = (items: Json) => ({ type: 'array', items });
const answer = (description: string, schema: Json) => ({
  description,
  content: { 'application/json': { schema } },
});
const refusal = (description: string) => answer(description, referring(api.ErrorBody));
const retry = (description: string) => ({
  ...refusal(description),
  headers: { 'Retry-After': { description: 'Seconds', required: true, schema: { type: 'integer' } } },
});
const open = (summary: string, schema: Json) => ({
  get: { summary, security: [], responses: { 200: answer(summary, schema) } },
});
