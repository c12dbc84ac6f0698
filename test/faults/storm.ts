import type { Fault } from '@tallyboard/testkit/faults/fault';
import { aimed, decks } from '@tallyboard/testkit/faults/plan';
import { type FaultProxy, requestKey } from '@tallyboard/testkit/faults/proxy';
import type { Engines } from './engines.js';
import { type Product, SERVICES } from './product.js';
import { until } from './until.js';

/** Everything that can happen to one request: each way of ending or losing it, at each moment, in both directions. */
export const FAULTS: readonly Fault[] = [
  { kind: 'cut', at: 'before-request' },
  { kind: 'cut', at: 'in-request' },
  { kind: 'cut', at: 'before-response' },
  { kind: 'cut', at: 'before-response', afterMs: 100 },
  { kind: 'cut', at: 'in-response' },
  { kind: 'close', at: 'in-request' },
  { kind: 'close', at: 'before-response' },
  { kind: 'close', at: 'in-response' },
  { kind: 'half-close', towards: 'server' },
  { kind: 'half-close', towards: 'client' },
  { kind: 'delay', at: 'before-request', ms: 300 },
  { kind: 'delay', at: 'before-response', ms: 300 },
  { kind: 'hang', at: 'before-request' },
  { kind: 'hang', at: 'before-response' },
];

/** What reaches ClickHouse long after it was given up, as of a processor that was frozen. */
const LATE: Fault = { kind: 'hold' };
const GAP = 5;
const REST_WITHIN_MS = 180_000;
const HEALTHY_WITHIN_MS = 30_000;

/** Which kinds of request came while a storm was on, and with what each was struck. */
export interface Coverage {
  strikes: number;
  /** Kind of request → the faults that struck it, in words. */
  kinds: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Storm {
  covered(): Coverage;
  /** What hangs or is held is let go of. */
  end(): void;
}

/** Faults at every kind of request, to Kafka and to ClickHouse. */
export function beginStorm({ proxies }: Engines, seed: number): Storm {
  const began = Object.entries(proxies).map(([name, proxy]) => {
    const from = { proxy, name, strikes: proxy.strikes.length, seen: new Map(proxy.seen) };
    const faults = name === 'clickhouse' ? [...FAULTS, LATE] : FAULTS;
    proxy.follow(decks({ seed, gap: GAP, faults }));
    return from;
  });
  return {
    covered() {
      const kinds = new Map<string, Set<string>>();
      let strikes = 0;
      for (const { name, proxy, ...before } of began) {
        for (const kind of kindsSince(proxy, before.seen)) kinds.set(`${name}: ${kind}`, new Set());
        for (const { request, fault } of proxy.strikes.slice(before.strikes)) {
          kinds.get(`${name}: ${requestKey(request)}`)?.add(inWords(fault));
          strikes += 1;
        }
      }
      return { strikes, kinds };
    },
    end() {
      for (const { proxy } of began) {
        proxy.follow(aimed());
        proxy.release();
      }
    },
  };
}

/** After a storm: everything comes right by itself. What is not, in words. */
export async function afterwards(product: Product): Promise<string[]> {
  await product.comeToRest(REST_WITHIN_MS);
  const wrongs = await product.wrongs();
  await until('every service says that it is well', HEALTHY_WITHIN_MS, async () => {
    const reports = await Promise.all(SERVICES.map((name) => product.health(name)));
    return reports.every((report) => report?.ok);
  });
  return wrongs;
}

function kindsSince({ seen }: FaultProxy, before: ReadonlyMap<string, number>): string[] {
  return [...seen].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
}

/** As in `cut before-response`. */
export function inWords(fault: Fault): string {
  return Object.values(fault).join(' ');
}

/** In figures; `struck`: pairs of a kind of request and a fault. */
export function sumOf({ strikes, kinds }: Coverage): { strikes: number; struck: number; kinds: number } {
  const struck = [...kinds.values()].reduce((sum, faults) => sum + faults.size, 0);
  return { strikes, struck, kinds: kinds.size };
}
