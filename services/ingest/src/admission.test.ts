import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.js';

describe('admission', () => {
  const limits = { maxInFlightBytes: 100, maxInFlightRequests: 4 };
  const reasonOf = (admitted: ReturnType<ReturnType<typeof createAdmission>['admit']>) =>
    admitted.ok ? 'ok' : admitted.reason;

  it('lets a tenant fill half of the bytes and all tenants together fill them all', () => {
    const admission = createAdmission(limits);
    expect(reasonOf(admission.admit('a', 30))).toBe('ok');
    expect(reasonOf(admission.admit('a', 30))).toBe('tenant full');
    expect(reasonOf(admission.admit('a', 20))).toBe('ok');
    expect(reasonOf(admission.admit('b', 50))).toBe('ok');
    expect(reasonOf(admission.admit('c', 1))).toBe('full');
    expect(admission.inFlight()).toEqual({ bytes: 100, requests: 3 });
  });

  it('bounds requests the same way', () => {
    const admission = createAdmission(limits);
    const answers = ['a', 'a', 'a', 'b', 'b', 'c'].map((tenant) => reasonOf(admission.admit(tenant, 0)));
    expect(answers).toEqual(['ok', 'ok', 'tenant full', 'ok', 'ok', 'full']);
  });

  it('gives a place back once, however often it is released', () => {
    const admission = createAdmission(limits);
    const first = admission.admit('a', 50);
    const second = admission.admit('b', 50);
    if (!first.ok || !second.ok) throw new Error('both fit');
    first.release();
    first.release();
    expect(admission.inFlight()).toEqual({ bytes: 50, requests: 1 });
    expect(reasonOf(admission.admit('a', 50))).toBe('ok');
  });

  it('lets a request that is larger than everything in when it is alone', () => {
    const admission = createAdmission(limits);
    const large = admission.admit('a', 1_000);
    expect(reasonOf(large)).toBe('ok');
    expect(reasonOf(admission.admit('b', 1))).toBe('full');
    if (large.ok) large.release();
    expect(reasonOf(admission.admit('b', 1))).toBe('ok');
  });
});
