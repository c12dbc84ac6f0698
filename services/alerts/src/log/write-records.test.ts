import { describe, expect, it } from 'vitest';
import { aTransition } from '../testing/alerts.js';
import type { AlertRecord } from './records.js';
import { writeRecords } from './write-records.js';

const record = (n: number, words = 'few calls'): AlertRecord => ({
  kind: 'transition',
  transition: aTransition({ id: `step-${n}`, words }),
});

/** Kafka that takes so many bytes in one request, and so many requests. */
function kafka(mostRequests = Number.POSITIVE_INFINITY) {
  const requests: { bytes: number; values: string[] }[] = [];
  const send = async (_: string, messages: readonly { value: Buffer | null }[]) => {
    const values = messages.map(({ value }) => String(value));
    const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
    if (bytes > 1_048_588) throw new Error('message larger than the max message size');
    if (requests.length === mostRequests) throw new Error('gone');
    requests.push({ bytes, values });
  };
  return { requests, send };
}

describe('records that are said at once', () => {
  it('go in requests that Kafka takes, in their order', async () => {
    const { requests, send } = kafka();
    const records = Array.from({ length: 5_000 }, (_, n) => record(n));
    const written: AlertRecord[] = [];
    await writeRecords({ send }, 'crm.alerts', records, (some) => written.push(...some));
    expect(written).toEqual(records);
    expect(requests.flatMap(({ values }) => values)).toEqual(records.map((each) => JSON.stringify(each)));
    expect(Math.max(...requests.map(({ bytes }) => bytes))).toBeLessThanOrEqual(500_000);
    expect(requests.length).toBeLessThan(15);
  });

  it('go by themselves where they are large, and few in one request', async () => {
    const { requests, send } = kafka();
    const large = record(1, 'é'.repeat(300_000));
    await writeRecords({ send }, 'crm.alerts', [record(0), large, record(2), record(3)], () => {});
    expect(requests.map(({ values }) => values.length)).toEqual([1, 1, 2]);
    await writeRecords({ send }, 'crm.alerts', [], () => {});
    expect(requests).toHaveLength(3);
  });

  it('are told of as far as they were written', async () => {
    const { send } = kafka(1);
    const written: AlertRecord[] = [];
    const records = Array.from({ length: 1_000 }, (_, n) => record(n));
    const writing = writeRecords({ send }, 'crm.alerts', records, (some) => written.push(...some));
    await expect(writing).rejects.toThrow('gone');
    expect(written.length).toBeGreaterThan(0);
    expect(written).toEqual(records.slice(0, written.length));
  });
});
