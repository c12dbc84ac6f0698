import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the service counts of itself. */
export interface QueryMetrics {
  /** `route` is the pattern, never the address: the names and values that people ask for are without end. */
  answered(route: string, status: number, tookMs: number): void;
  /** The client went away before it was answered. */
  abandoned(route: string): void;
  streamOpened(): void;
  /** What streams ask is answered anew; `waitedMs` since restated cells were heard of. */
  pushed(waitedMs: number): void;
}

const STREAM = '/v1/stream';

/** What is read when Prometheus asks. */
export interface QueryGauges {
  streams(): number;
  /** Questions that the streams share. */
  questions(): number;
  /** How far the numbers are behind the log; null: not known. */
  lagMs(): number | null;
}

export function queryMetrics(registry: Registry, gauges: QueryGauges): QueryMetrics {
  const registers = [registry];
  const requests = new Histogram({
    name: 'tally_query_request_seconds',
    help: 'Time until a request was answered; its count is the number of requests. Streams are not in it',
    labelNames: ['route', 'status'],
    buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  const pushes = new Histogram({
    name: 'tally_query_push_seconds',
    help: 'Time from hearing that cells were restated to having the new answer for the streams',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  const streams = new Counter({
    name: 'tally_query_streams_total',
    help: 'Streams that were opened',
    registers,
  });
  const abandoned = new Counter({
    name: 'tally_query_requests_abandoned_total',
    help: 'Requests whose client went away before the answer; streams are not in it',
    labelNames: ['route'],
    registers,
  });
  new Gauge({
    name: 'tally_query_streams_open',
    help: 'Streams open now',
    registers,
    collect() {
      this.set(gauges.streams());
    },
  });
  new Gauge({
    name: 'tally_query_questions',
    help: 'Different questions that the open streams ask',
    registers,
    collect() {
      this.set(gauges.questions());
    },
  });
  new Gauge({
    name: 'tally_query_data_lag_seconds',
    help: 'How far the numbers are behind the log; NaN while that is not known',
    registers,
    collect() {
      const lagMs = gauges.lagMs();
      this.set(lagMs === null ? Number.NaN : lagMs / 1_000);
    },
  });
  return {
    answered(route, status, tookMs) {
      // What a stream takes is how long it was watched.
      if (route !== STREAM || status !== 200) requests.observe({ route, status }, tookMs / 1_000);
    },
    abandoned(route) {
      if (route !== STREAM) abandoned.inc({ route });
    },
    streamOpened: () => streams.inc(),
    pushed: (waitedMs) => pushes.observe(waitedMs / 1_000),
  };
}
