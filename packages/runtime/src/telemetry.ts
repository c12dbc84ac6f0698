import { collectDefaultMetrics, Registry } from 'prom-client';

/** A Prometheus registry with the figures of the process (CPU, memory, event loop), labelled with the service. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
