import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Admission } from './admission.js';

/** What the service counts of itself. */
export interface IngestMetrics {
  events(outcome: { accepted: number; rejected: number }): void;
  answered(status: number): void;
  sent(messages: number, tookMs: number): void;
}

export function ingestMetrics(registry: Registry, admission: Admission): IngestMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'tally_ingest_events_total',
    help: 'Events by what became of them; accepted ones are acknowledged by Kafka',
    labelNames: ['result'],
    registers,
  });
  const requests = new Counter({
    name: 'tally_ingest_requests_total',
    help: 'Answers to POST /v1/events by status',
    labelNames: ['status'],
    registers,
  });
  const sends = new Histogram({
    name: 'tally_ingest_kafka_send_seconds',
    help: 'Time until Kafka acknowledged a send',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers,
  });
  const sentMessages = new Counter({
    name: 'tally_ingest_kafka_messages_total',
    help: 'Messages that Kafka acknowledged',
    registers,
  });
  new Gauge({
    name: 'tally_ingest_in_flight',
    help: 'What is in work just now',
    labelNames: ['unit'],
    registers,
    collect() {
      const { bytes, requests } = admission.inFlight();
      this.set({ unit: 'bytes' }, bytes);
      this.set({ unit: 'requests' }, requests);
    },
  });
  return {
    events({ accepted, rejected }) {
      events.inc({ result: 'accepted' }, accepted);
      events.inc({ result: 'rejected' }, rejected);
    },
    answered: (status) => requests.inc({ status }),
    sent(messages, tookMs) {
      sentMessages.inc(messages);
      sends.observe(tookMs / 1_000);
    },
  };
}
