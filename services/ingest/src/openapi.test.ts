import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { readExamples } from '@tallyboard/contracts/testing/examples';
import { describe, expect, it } from 'vitest';
import { testApp } from './testing/ingest.js';

interface Schema {
  properties: { data: { properties: Record<string, object>; required: string[] } };
}
interface Document {
  info: { description: string };
  paths: Record<string, Record<string, { requestBody: { content: Record<string, { example: object }> } }>>;
  components: { schemas: Record<string, Schema> };
}

async function document(): Promise<Document> {
  const answer = await testApp().app.inject('/openapi.json');
  expect(answer.statusCode).toBe(200);
  return answer.json<Document>();
}

describe('GET /openapi.json', () => {
  it('describes every event type, without a key', async () => {
    const { schemas } = (await document()).components;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining([...EVENT_TYPES]));
    expect(schemas['deal.closed']!.properties.data).toMatchObject({
      properties: { outcome: { enum: ['won', 'lost'] }, amount: { anyOf: expect.any(Array) } },
      required: ['deal_id', 'closed_at', 'outcome'],
    });
  });

  it('knows every field of every example of the contracts, and asks for none that an example lacks', async () => {
    const { schemas } = (await document()).components;
    const envelope = ['type', 'event_id', 'source', 'tenant', 'occurred_at'];
    for (const { type, examples } of readExamples())
      for (const example of examples) {
        const { data } = schemas[type]!.properties;
        const names = Object.keys(example).filter((name) => !envelope.includes(name));
        expect(Object.keys(data.properties)).toEqual(expect.arrayContaining(names));
        expect(names).toEqual(expect.arrayContaining(data.required));
      }
  });

  it('says where senders read it what becomes of an id that is used twice', async () => {
    const { info, components } = await document();
    expect(info.description).toMatch(/one source and id that do not say the same .* higher sourceversion/);
    expect(JSON.stringify(components.schemas.Attributes)).toContain(
      'what says something else has another id',
    );
  });

  it('shows an example that is accepted', async () => {
    const { content } = (await document()).paths['/v1/events']!.post!.requestBody;
    const { send } = testApp();
    expect((await send(content['application/cloudevents+json']!.example)).status).toBe(202);
  });

  it('points at nothing that is not there', async () => {
    const { components, ...rest } = await document();
    const refs = JSON.stringify({ components, ...rest }).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of refs) expect(components.schemas).toHaveProperty([name!]);
  });
});
