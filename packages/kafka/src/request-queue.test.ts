import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectKafka } from './connect.js';

const require = createRequire(import.meta.url);
const RequestQueue = require('kafkajs/src/network/requestQueue/index.js');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function queue() {
  connectKafka({ brokers: ['127.0.0.1:1'], clientId: 'test' });
  const sent: number[] = [];
  const made = new RequestQueue({
    ...{
      instrumentationEmitter: null,
      maxInFlightRequests: null,
      requestTimeout: 10_000,
      enforceRequestTimeout: false,
    },
    ...{ clientId: 'test', broker: '127.0.0.1:1', logger: { debug() {} } },
  });
  const push = (correlationId: number) => {
    const entry = { correlationId, apiKey: 0, apiName: 'Produce', apiVersion: 0, resolve() {}, reject() {} };
    made.push({ entry, expectResponse: false, sendRequest: () => sent.push(correlationId) });
  };
  return { made, sent, push };
}

it('leaves no timer behind when no request waits', () => {
  const { made, sent, push } = queue();
  push(1);
  made.checkPendingRequests();
  expect(sent).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});

it('sends a request that a broker told to wait, when its time has come', () => {
  const { made, sent, push } = queue();
  made.maybeThrottle(500);
  push(1);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});
