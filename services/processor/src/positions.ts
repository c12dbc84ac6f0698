import { clusterId, type GroupPosition, type OffsetWatch } from '@tallyboard/kafka/admin';
import type { Offset } from '@tallyboard/kafka/consumer';
import type { Position } from '@tallyboard/pipeline/stage';
import { type AskedRewind, askedRewinds, noteBegun } from '@tallyboard/rebuild/rewinds';
import { repeat } from '@tallyboard/runtime/repeat';
import type { RoleDeps } from './role.js';
import { type Held, heldOffsets, noteStored } from './stored-offsets.js';

/** Where a partition goes on; `timestamp`: of the last message done, epoch ms by Kafka's clock, null when not known. */
export interface At {
  offset: number;
  timestamp: number | null;
}

/** The partitions of one role: where they begin, how far they are, and what ClickHouse is told of that. */
export interface Positions {
  /** Per partition that this member has. */
  readonly present: ReadonlyMap<number, At>;
  /** Where partitions begin: behind what is committed, unless ClickHouse holds less. */
  begin(positions: readonly GroupPosition[]): Promise<Offset[]>;
  assigned(positions: readonly Offset[]): void;
  revoked(): void;
  committed(positions: readonly Position[]): void;
  stop(): Promise<void>;
}

export interface PositionsOptions extends Omit<RoleDeps, 'topics' | 'metrics'> {
  stage: 'projector' | 'aggregator';
  topic: string;
  offsets: OffsetWatch;
  /**
   * Which life of the topic this is, the first being 1, where what is in it says again all that was announced before:
   * its beginning is read again whatever ClickHouse holds of an earlier one.
   */
  life?(): number;
  /** Some partition is to be read again: they have to begin anew. */
  onRewind?(): void;
}

const LOOK_MS = 1_000;
const NOTE_EVERY_MS = 5_000;
/** Who reads what is asked for every so many looks. */
const READERS_EVERY = 2;

export function trackPositions(options: PositionsOptions): Positions {
  const { kafka, clickhouse, stage, topic, groupId, offsets, engine, vitals, log, life, onRewind } = options;
  /** Told apart by its cluster: a topic of the same name elsewhere is another log. */
  let logId: string | null = null;
  let present = new Map<number, At>();
  /** What is read a second time, up to where it had been committed. */
  let again = new Map<number, number>();
  /** What was asked to be read again and is from this assignment on; ClickHouse does not know yet. */
  let rewinding: AskedRewind[] = [];
  let noted = new Map<number, number>();
  let notedMs = performance.now();
  let looks = 0;
  let isAssigned = false;

  const note = async () => {
    notedMs = performance.now();
    const moved = [...present].filter(([partition, { offset }]) => noted.get(partition) !== offset);
    // Taken before anything is waited for: what is noted was stored in the ClickHouse that has been up for so long.
    const upS = engine.upS();
    if (!engine.isSteady() || logId === null) return;
    await noteStored(clickhouse, {
      stage,
      log: logId,
      upS,
      offsets: moved.map(([partition, { offset }]) => ({ partition, offset })),
    });
    for (const [partition, { offset }] of moved) noted.set(partition, offset);
    // Not before: what is noted now is less than what was.
    const begun = rewinding.filter(({ partition }) => present.has(partition));
    await noteBegun(clickhouse, stage, logId, begun);
    rewinding = rewinding.filter((one) => !begun.includes(one));
  };
  const asked = async (partitions: readonly number[]) =>
    logId === null
      ? []
      : (await askedRewinds(clickhouse, stage, logId, partitions)).filter(({ isBegun }) => !isBegun);
  const isKnown = ({ partition, askedMs }: AskedRewind) =>
    rewinding.some((one) => one.partition === partition && one.askedMs === askedMs);
  const look = async () => {
    const ends = await offsets.ends(topic);
    const left = [...present].map(([partition, { offset }]) =>
      Math.max(0, (ends.get(partition) ?? 0) - offset),
    );
    const rest = [...again].map(([partition, to]) =>
      Math.max(0, to - (present.get(partition)?.offset ?? to)),
    );
    vitals.owes(sum(left), sum(rest));
    if (isAssigned && present.size === 0) vitals.complete(0);
    if (looks % READERS_EVERY === 0) {
      const read = await offsets.readers(groupId, topic);
      vitals.unread([...ends.keys()].filter((partition) => !read.has(partition)));
    }
    looks += 1;
    vitals.reached(true);
  };
  const looking = repeat(LOOK_MS, look, (error) => vitals.reached(false, (error as Error).message));
  const noting = repeat(
    LOOK_MS,
    async () => {
      if (performance.now() - notedMs < NOTE_EVERY_MS) return;
      await note();
      if (onRewind && (await asked([...present.keys()])).some((one) => !isKnown(one))) onRewind();
    },
    (error) => log.debug({ err: error, stage }, 'stored offsets not noted'),
  );

  return {
    get present() {
      return present;
    },
    async begin(positions) {
      // Asked each time: it may have been made anew under this process.
      logId = `${await clusterId(kafka)}/${topic}${life && life() > 1 ? `#${life()}` : ''}`;
      const held = await heldOffsets(clickhouse, stage, logId);
      const rewinds = await asked(positions.map(({ partition }) => partition));
      if (!life) vitals.log(!held.hasEarlierLog);
      if (!life && held.hasEarlierLog && held.offsets.size === 0)
        log.warn(
          { stage, log: logId },
          'Kafka was made anew: what ClickHouse holds from before stays and counts, and cannot be proven from this log',
        );
      if (positions.some(({ partition, committed }) => (committed ?? 0) > 0 && !held.sure.has(partition)))
        vitals.lost();
      again = new Map(positions.map(({ partition, committed }) => [partition, committed ?? 0]));
      rewinding = rewinds;
      return positions.map((at) => {
        const { partition, committed, low } = at;
        const again = rewinds.filter((one) => one.partition === partition).map(({ offset }) => offset);
        const offset = Math.max(low, Math.min(beginOf(at, held), ...again));
        if (offset < (committed ?? 0))
          log.info({ stage, partition, from: offset, committed }, 'reading again what ClickHouse may lack');
        return { topic, partition, offset };
      });
    },
    assigned(positions) {
      isAssigned = true;
      vitals.assigned(true);
      present = new Map(positions.map(({ partition, offset }) => [partition, { offset, timestamp: null }]));
      noted = new Map();
    },
    revoked() {
      isAssigned = false;
      vitals.assigned(false);
      present = new Map();
      again = new Map();
      rewinding = [];
    },
    committed(positions) {
      for (const { partition, offset, timestamp } of positions) present.set(partition, { offset, timestamp });
      vitals.worked();
    },
    async stop() {
      await Promise.all([looking.stop(), noting.stop()]);
      await note().catch(() => {});
    },
  };
}

function beginOf({ partition, committed, low, high }: GroupPosition, held: Held): number {
  const stored = held.offsets.get(partition) ?? 0;
  // More than there is: of a topic that was made anew.
  return Math.max(low, Math.min(committed ?? 0, stored > high ? 0 : stored));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
