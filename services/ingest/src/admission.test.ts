import { describe, expect, it } from 'vitest';
import { type Admission, createAdmission, type Permit } from './admission.js';

const limits = { maxInFlightBytes: 100, maxInFlightRequests: 12, maxRequestsPerKey: 5 };

const admit = (admission: Admission, tenant: string, keyId = tenant) => {
  const admitted = admission.admit({ tenant, keyId });
  return admitted.ok ? 'ok' : admitted.reason;
};
function permitOf(admission: Admission, tenant: string): Permit {
  const admitted = admission.admit({ tenant, keyId: tenant });
  if (!admitted.ok) throw new Error(admitted.reason);
  return admitted.permit;
}

describe('admission', () => {
  it('lets a tenant take as many requests as it leaves free, so that there is always room for another tenant', () => {
    const admission = createAdmission(limits);
    const taken = (tenant: string) => {
      let requests = 0;
      while (admit(admission, tenant, `${tenant}-${requests % 3}`) === 'ok') requests += 1;
      return requests;
    };
    expect([taken('a'), taken('b'), taken('c'), taken('d'), taken('e')]).toEqual([6, 3, 1, 1, 1]);
    expect(admit(admission, 'f')).toBe('full');
    expect(admission.inFlight()).toEqual({ bytes: 0, requests: 12 });
  });

  it('says whose fault it is that there is no room: of the key, the tenant, or all', () => {
    const admission = createAdmission(limits);
    for (let i = 0; i < 5; i += 1) expect(admit(admission, 'a', 'a-1')).toBe('ok');
    expect(admit(admission, 'a', 'a-1')).toBe('key full');
    expect(admit(admission, 'a', 'a-2')).toBe('ok');
    expect(admit(admission, 'a', 'a-2')).toBe('tenant full');
  });

  it('counts the bytes that are kept, and none of a request that keeps none', () => {
    const admission = createAdmission(limits);
    const idle = ['a', 'a', 'b', 'b'].map((tenant) => permitOf(admission, tenant));
    expect(admission.inFlight()).toEqual({ bytes: 0, requests: 4 });
    expect(idle[0]!.hold(40)).toBeNull();
    expect(idle[1]!.hold(40)).toBe('tenant full');
    expect(idle[1]!.hold(10)).toBeNull();
    expect(idle[2]!.hold(60)).toBe('full');
    expect(idle[2]!.hold(30)).toBeNull();
    expect(idle[0]!.hold(5)).toBeNull();
    expect(admission.inFlight().bytes).toBe(45);
  });

  it('leaves a request what it holds when it may not hold more', () => {
    const admission = createAdmission(limits);
    const [first, second] = [permitOf(admission, 'a'), permitOf(admission, 'b')];
    first.hold(60);
    second.hold(30);
    expect(second.hold(41)).toBe('full');
    expect(admission.inFlight().bytes).toBe(90);
  });

  it('gives a permit back once, however often it is released', () => {
    const admission = createAdmission(limits);
    const [first, second] = [permitOf(admission, 'a'), permitOf(admission, 'b')];
    first.hold(50);
    second.hold(50);
    first.release();
    first.release();
    first.hold(10);
    expect(admission.inFlight()).toEqual({ bytes: 50, requests: 1 });
  });

  it('lets a body that is larger than everything in when it is alone', () => {
    const admission = createAdmission(limits);
    const large = permitOf(admission, 'a');
    expect(large.hold(1_000)).toBeNull();
    expect(permitOf(admission, 'b').hold(1)).toBe('full');
    large.release();
    expect(permitOf(admission, 'b').hold(1)).toBeNull();
  });
});
