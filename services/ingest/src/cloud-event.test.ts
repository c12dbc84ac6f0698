import { decode } from '@tallyboard/contracts/codec';
import { readExamples } from '@tallyboard/contracts/testing/examples';
import { describe, expect, it } from 'vitest';
import { readCloudEvent, type Sender } from './cloud-event.js';
import { type Changes, callLogged } from './testing/ingest.js';

const SENDER: Sender = { tenant: 'acme', scopes: ['ingest', 'erase'] };

const read = (changes: Changes) => {
  const reading = readCloudEvent(callLogged('1', changes), SENDER);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const decoded = decode(reading.message.value!);
  if (!decoded.ok) throw new Error(decoded.reason);
  return { ...reading.message, event: decoded.event };
};
const violations = (event: unknown) => {
  const reading = readCloudEvent(event, SENDER);
  if (reading.ok) throw new Error('it was taken');
  return reading.violations;
};

describe('readCloudEvent', () => {
  it('makes a message of the log: key, Avro value, attributes as headers', () => {
    const { key, event, headers } = read({ subject: 'C-1' });
    expect(key).toBe('acme/call/C-1');
    expect(event).toMatchObject({
      type: 'call.logged',
      event_id: '1',
      source: 'phone/munich',
      tenant: 'acme',
      occurred_at: Date.UTC(2026, 2, 2, 8, 15),
      source_version: Date.UTC(2026, 2, 2, 8, 15),
      call_id: 'C-1',
      account_id: null,
    });
    expect(headers).toEqual({
      ce_id: '1',
      ce_type: 'call.logged',
      ce_source: 'phone/munich',
      ce_time: '2026-03-02T09:15:00+01:00',
      ce_subject: 'C-1',
    });
  });

  it('has no subject header without a subject, and writes a time in epoch ms as text', () => {
    expect(read({ time: Date.UTC(2026, 2, 2), subject: null }).headers).toEqual({
      ce_id: '1',
      ce_type: 'call.logged',
      ce_source: 'phone/munich',
      ce_time: '2026-03-02T00:00:00.000Z',
    });
  });

  it.each([
    ['the attribute', { sourceversion: 7 }],
    ['the attribute as text, which CloudEvents needs above 32 bits', { sourceversion: '7' }],
    ['data', { data: { source_version: 7 } }],
    ['both, when they agree', { sourceversion: '7', data: { source_version: 7 } }],
  ])('takes the version of the source from %s', (_where, changes) => {
    expect(read(changes).event.source_version).toBe(7);
  });

  it('takes an attribute that is null for one that is not there, as CloudEvents says', () => {
    const nulls = {
      subject: null,
      tenant: null,
      datacontenttype: null,
      data_base64: null,
      sourceversion: null,
    };
    expect(read(nulls)).toEqual(read({}));
  });

  it.each<[string, object, string]>([
    ['another specversion', { specversion: '0.3' }, 'specversion'],
    ['no specversion', { specversion: undefined }, 'specversion'],
    ['no id', { id: undefined }, 'id'],
    ['an id that is an object', { id: {} }, 'id'],
    ['no time', { time: undefined }, 'time'],
    ['a time without an offset', { time: '2026-03-02T09:15:00' }, 'time'],
    ['no source', { source: undefined }, 'source'],
    ['an unknown type', { type: 'call.imagined' }, 'type'],
    ['no type', { type: undefined }, 'type'],
    ['the tenant of somebody else', { tenant: 'globex' }, 'tenant'],
    ['binary data', { data_base64: 'AAAA' }, 'data_base64'],
    ['data that are not JSON', { datacontenttype: 'text/xml' }, 'datacontenttype'],
    ['data that are nearly JSON', { datacontenttype: 'application/json-seq' }, 'datacontenttype'],
    ['a subject with a control character', { subject: 'a\nb' }, 'subject'],
    ['a subject with half a character', { subject: 'a\ud800' }, 'subject'],
    ['a version that is no number', { sourceversion: 'new' }, 'sourceversion'],
    ['two versions that differ', { sourceversion: 7, data: { source_version: 8 } }, 'sourceversion'],
    ['a wrong field', { data: { duration_ms: -1 } }, 'data.duration_ms'],
    ['a missing field', { data: { started_at: undefined } }, 'data.started_at'],
    ['an unknown field', { data: { mood: 'good' } }, 'data.mood'],
    ['a tenant in data', { data: { tenant: 'globex' } }, 'data.tenant'],
    ['an event_id in data', { data: { event_id: '2' } }, 'data.event_id'],
  ])('refuses %s by its name', (_what, changes, field) => {
    expect(violations(callLogged('1', changes as Changes)).map((violation) => violation.field)).toEqual([
      field,
    ]);
  });

  it.each([null, 7, 'text', [], [{}]])('refuses %j, which is no object', (value) => {
    expect(violations(value)).toEqual([{ field: '', reason: 'not a JSON object', expected: 'a CloudEvent' }]);
  });

  it.each([null, 'text', [], undefined])('refuses data that are %j', (data) => {
    expect(violations({ ...callLogged('1'), data })[0]).toMatchObject({ field: 'data' });
  });

  it('lists fields of data, not attributes, where a field is unknown', () => {
    const [violation] = violations(callLogged('1', { data: { mood: 'good' } }));
    expect(violation!.expected).toMatch(/^one of source_version, call_id, /);
    expect(violation!.expected).not.toContain('tenant');
  });

  it('is not fooled by __proto__, which stays an unknown field', () => {
    const text = JSON.stringify(callLogged('1')).replace('"data":{', '"data":{"__proto__":{"mood":"good"},');
    expect(violations(JSON.parse(text)).map(({ field }) => field)).toEqual(['data.__proto__']);
  });

  it('refuses data nested so deeply that showing them fails', () => {
    const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
    expect(violations(callLogged('1', { data: { rep_id: deep } }))).toHaveLength(1);
  });

  it('takes every example of every contract and writes exactly it', () => {
    for (const { type, examples } of readExamples())
      for (const example of examples) {
        const { event_id: id, source, tenant, occurred_at: time, ...data } = example;
        const reading = readCloudEvent(
          { specversion: '1.0', id, source, type, time, data },
          { ...SENDER, tenant: String(tenant) },
        );
        const decoded = reading.ok ? decode(reading.message.value!) : reading;
        expect(decoded).toMatchObject({ ok: true, event: { type, ...example } });
      }
  });
});
