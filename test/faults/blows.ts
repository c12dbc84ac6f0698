import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, Engines } from './engines.js';
import type { Product } from './product.js';

/** Something that befalls an engine while a storm is on. */
interface Blow {
  name: string;
  strike(engines: Engines, product: Product): Promise<void>;
}

/** Longer than any deadline that the product gives a single request. */
const FROZEN_MS = 35_000;
const KILLS = 5;
/** Acknowledged events between what is kept and what is lost, and between kills. */
const EVENTS = 20;

export const BLOWS: readonly Blow[] = [
  { name: 'nothing else', strike: async () => {} },
  { name: 'Kafka frozen', strike: ({ kafka }) => freeze(kafka) },
  { name: 'ClickHouse frozen', strike: ({ clickhouse }) => freeze(clickhouse) },
  { name: 'Kafka killed five times', strike: ({ kafka }, product) => kill(kafka, product) },
  { name: 'ClickHouse killed five times', strike: ({ clickhouse }, product) => kill(clickhouse, product) },
  {
    name: 'ClickHouse put back to an older copy',
    async strike({ clickhouse }, { traffic }) {
      await clickhouse.kill();
      await clickhouse.keepData();
      await clickhouse.start();
      await traffic.flow(EVENTS);
      await clickhouse.kill();
      await clickhouse.putDataBack();
      await clickhouse.start();
    },
  },
  {
    name: 'ClickHouse wiped',
    async strike({ clickhouse }) {
      await clickhouse.kill();
      await clickhouse.wipeData();
      await clickhouse.start();
    },
  },
];

async function freeze(engine: Engine): Promise<void> {
  process.kill(engine.pid(), 'SIGSTOP');
  await sleep(FROZEN_MS).finally(() => process.kill(engine.pid(), 'SIGCONT'));
}

async function kill(engine: Engine, { traffic }: Product): Promise<void> {
  for (let kills = 0; kills < KILLS; kills += 1) {
    await traffic.flow(EVENTS);
    await engine.kill();
    await engine.start();
  }
}
