/** What may be in work at once, over all tenants; a key may have so many requests of it. */
export interface AdmissionLimits {
  maxInFlightBytes: number;
  maxInFlightRequests: number;
  maxRequestsPerKey: number;
}

/** Whose requests leave no room: those of this key, those of this tenant, or those of all together. */
export type Full = 'key full' | 'tenant full' | 'full';

/** A permit of a counting semaphore: what a request takes up, itself and the bytes that are kept for it. */
export interface Permit {
  /** So many bytes are kept from now on. When there is no room for them, says whose fault that is and changes nothing. */
  hold(bytes: number): Full | null;
  /** Gives everything back; further calls do nothing. */
  release(): void;
}

export interface Admission {
  admit(sender: {
    tenant: string;
    keyId: string;
  }): { ok: true; permit: Permit } | { ok: false; reason: Full };
  inFlight(): { bytes: number; requests: number };
}

interface Use {
  bytes: number;
  requests: number;
}

/**
 * Bounds what requests take up: their number, and the bytes that are really kept. An open request that sends nothing
 * keeps none. A tenant may take as much as is still free afterwards, so a single one gets half of everything, two get a
 * third each, and there is always room for one more: the dynamic threshold of shared buffers (Choudhury and Hahne, 1998).
 */
export function createAdmission(limits: AdmissionLimits): Admission {
  const { maxInFlightBytes, maxInFlightRequests, maxRequestsPerKey } = limits;
  const all: Use = { bytes: 0, requests: 0 };
  const tenants = new Map<string, Use>();
  const keys = new Map<string, Use>();

  const noRequest = (tenant: Use, key: Use): Full | null => {
    if (key.requests >= maxRequestsPerKey) return 'key full';
    return tooMuch({ own: tenant.requests, all: all.requests }, 1, maxInFlightRequests);
  };
  const permit = (sender: { tenant: string; keyId: string }, uses: readonly Use[], tenant: Use): Permit => {
    let held = 0;
    let released = false;
    const add = (bytes: number, requests: number) => {
      for (const use of uses) {
        use.bytes += bytes;
        use.requests += requests;
      }
    };
    add(0, 1);
    return {
      hold(bytes) {
        if (released) return null;
        const more = bytes - held;
        const others = { own: tenant.bytes - held, all: all.bytes - held };
        const full = more > 0 ? tooMuch(others, bytes, maxInFlightBytes) : null;
        // A body larger than everything goes when it is alone.
        if (full && others.all > 0) return full;
        held = bytes;
        add(more, 0);
        return null;
      },
      release() {
        if (released) return;
        released = true;
        add(-held, -1);
        forgetIdle(tenants, sender.tenant);
        forgetIdle(keys, sender.keyId);
      },
    };
  };

  return {
    admit(sender) {
      const tenant = tenants.get(sender.tenant) ?? { bytes: 0, requests: 0 };
      const key = keys.get(sender.keyId) ?? { bytes: 0, requests: 0 };
      const reason = noRequest(tenant, key);
      if (reason) return { ok: false, reason };
      tenants.set(sender.tenant, tenant);
      keys.set(sender.keyId, key);
      return { ok: true, permit: permit(sender, [all, tenant, key], tenant) };
    },
    inFlight: () => ({ ...all }),
  };
}

/** Whether `more` would be too much beside what there is; a tenant that has nothing else may take the last that is free. */
function tooMuch(others: { own: number; all: number }, more: number, most: number): Full | null {
  const left = most - others.all - more;
  if (others.own === 0) return left < 0 ? 'full' : null;
  return others.own + more > left ? 'tenant full' : null;
}

function forgetIdle(uses: Map<string, Use>, name: string): void {
  if (uses.get(name)?.requests === 0) uses.delete(name);
}
