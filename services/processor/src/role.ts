import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { EngineWatch } from '@tallyboard/clickhouse/engine-watch';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { TopicNames } from '@tallyboard/kafka/topics';
import { backoffMs } from '@tallyboard/runtime/backoff';
import type { Logger } from '@tallyboard/runtime/logging';
import type { ProcessorMetrics } from './metrics.js';
import type { Vitals } from './vitals.js';

export type RoleName = 'projector' | 'aggregator';

/** A part of the processor that runs until it is stopped. */
export interface Role {
  /** Of the crm.cells under which it has begun; null while it begins. */
  readonly cellsId: string | null;
  /** Begins its partitions again, from where ClickHouse surely holds them. */
  reposition(): void;
  /** Finishes and commits the round under way. */
  stop(): Promise<void>;
}

/** Between tries of the same messages. */
export const backoffOfStages = (failures: number): number =>
  backoffMs(failures, { minMs: 200, maxMs: 5_000 });

export interface RoleDeps {
  kafka: KafkaConnection;
  clickhouse: ClickHouse;
  topics: TopicNames;
  groupId: string;
  /** Put before the names of all consumer groups. */
  groupPrefix: string;
  engine: EngineWatch;
  /** What tells crm.cells from one that was made before it; rejects while there is none. */
  cellsId(): Promise<string>;
  vitals: Vitals;
  log: Logger;
  metrics: ProcessorMetrics;
}
