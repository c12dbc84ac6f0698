import { createMetrics } from '@tallyboard/runtime/telemetry';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type Step =
  | 'project'
  | 'append_fixed'
  | 'erase'
  | 'append_others'
  | 'touch'
  | 'announce'
  | 'restate'
  | 'publish';

/** What the processor counts of itself. */
export interface ProcessorMetrics {
  registry: Registry;
  /** Does a step and records how long it took. */
  timed<T>(step: Step, work: () => Promise<T>): Promise<T>;
  /** `dropped`: since who they are about is erased. */
  projected(events: number, deadLetters: number, dropped: number, cells: number): void;
  restated(cells: number): void;
  failed(role: string): void;
  /** Epoch ms up to which all that Kafka took is done; null: not known. */
  completeTo(role: string, partition: number, ms: number | null): void;
}

export function processorMetrics(): ProcessorMetrics {
  const registry = createMetrics('processor');
  const registers = [registry];
  const steps = new Histogram({
    name: 'tally_processor_step_seconds',
    help: 'How long a step took for a whole batch',
    labelNames: ['step'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const events = new Counter({
    name: 'tally_processor_events_total',
    help: 'Events taken from the log, by what became of them',
    labelNames: ['result'],
    registers,
  });
  const cells = new Counter({
    name: 'tally_processor_cells_total',
    help: 'Cells announced by the projector and restated by the aggregator',
    labelNames: ['result'],
    registers,
  });
  const failures = new Counter({
    name: 'tally_processor_failures_total',
    help: 'Batches that failed and were tried again',
    labelNames: ['role'],
    registers,
  });
  const complete = new Gauge({
    name: 'tally_processor_complete_to_seconds',
    help: 'Kafka time, in epoch seconds, up to which all of the partition is done',
    labelNames: ['role', 'partition'],
    registers,
  });
  return {
    registry,
    async timed(step, work) {
      const done = steps.startTimer({ step });
      try {
        return await work();
      } finally {
        done();
      }
    },
    projected(projected, deadLetters, dropped, announced) {
      events.inc({ result: 'projected' }, projected);
      events.inc({ result: 'dead_letter' }, deadLetters);
      events.inc({ result: 'erased' }, dropped);
      cells.inc({ result: 'announced' }, announced);
    },
    restated: (count) => cells.inc({ result: 'restated' }, count),
    failed: (role) => failures.inc({ role }),
    completeTo: (role, partition, ms) => {
      if (ms === null) complete.remove(role, String(partition));
      else complete.set({ role, partition: String(partition) }, ms / 1_000);
    },
  };
}
