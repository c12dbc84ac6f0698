/** What may be in work at once. A tenant may fill half of it, so that one cannot shut out the others. */
export interface AdmissionLimits {
  maxInFlightBytes: number;
  maxInFlightRequests: number;
}

/** `tenant full`: this tenant has too much in work; `full`: all of them together have. */
export type Admitted = { ok: true; release(): void } | { ok: false; reason: 'tenant full' | 'full' };

export interface Admission {
  /** Takes a place of `bytes`, given back by `release` (once; further calls do nothing). */
  admit(tenant: string, bytes: number): Admitted;
  inFlight(): { bytes: number; requests: number };
}

/** Bounds the memory that requests can take: what does not fit is refused before its body is read. */
export function createAdmission({ maxInFlightBytes, maxInFlightRequests }: AdmissionLimits): Admission {
  const all = { bytes: 0, requests: 0 };
  const tenants = new Map<string, { bytes: number; requests: number }>();
  const fits = (use: { bytes: number; requests: number }, bytes: number, share: number) =>
    use.requests + 1 <= maxInFlightRequests * share && use.bytes + bytes <= maxInFlightBytes * share;

  return {
    admit(tenant, bytes) {
      const own = tenants.get(tenant) ?? { bytes: 0, requests: 0 };
      // A single request larger than the tenant's share may go alone.
      if (own.requests > 0 && !fits(own, bytes, TENANT_SHARE)) return { ok: false, reason: 'tenant full' };
      if (all.requests > 0 && !fits(all, bytes, 1)) return { ok: false, reason: 'full' };
      tenants.set(tenant, own);
      for (const use of [own, all]) {
        use.bytes += bytes;
        use.requests += 1;
      }
      let held = true;
      const release = () => {
        if (!held) return;
        held = false;
        for (const use of [own, all]) {
          use.bytes -= bytes;
          use.requests -= 1;
        }
        if (own.requests === 0) tenants.delete(tenant);
      };
      return { ok: true, release };
    },
    inFlight: () => ({ ...all }),
  };
}

const TENANT_SHARE = 0.5;
