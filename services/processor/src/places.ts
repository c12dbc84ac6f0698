import { clusterId, type GroupPosition, type OffsetWatch } from '@tallyboard/kafka/admin';
import type { Offset } from '@tallyboard/kafka/consumer';
import type { Position } from '@tallyboard/pipeline/stage';
import { type AskedRewind, askedRewinds, noteBegun } from '@tallyboard/rebuild/rewinds';
import { repeat } from '@tallyboard/runtime/repeat';
import type { RoleDeps } from './role.js';
import { type Held, heldOffsets, noteStored } from './stored-offsets.js';

/** Where a partition goes on; `timestamp`: of the last message done, epoch ms by Kafka's clock, null when not known. */
export interface Place {
  offset: number;
  timestamp: number | null;
}

/** The partitions of one role: where they begin, how far they are, and what ClickHouse is told of that. */
export interface Places {
  /** Per partition that this member has. */
  readonly present: ReadonlyMap<number, Place>;
  /** Where partitions begin: behind what is committed, unless ClickHouse holds less. */
  begin(positions: readonly GroupPosition[]): Promise<Offset[]>;
  assigned(positions: readonly Offset[]): void;
  revoked(): void;
  committed(positions: readonly Position[]): void;
  stop(): Promise<void>;
}

export interface PlacesOptions extends Omit<RoleDeps, 'topics' | 'metrics'> {
  stage: 'projector' | 'aggregator';
  topic: string;
  offsets: OffsetWatch;
  /** Some partition is to be read again: they have to begin anew. */
  onRewind?(): void;
}

const LOOK_MS = 1_000;
const NOTE_EVERY_MS = 5_000;
/** Who reads what is asked for every so many looks. */
const READERS_EVERY = 2;

export function trackPlaces(options: PlacesOptions): Places {
  const { kafka, clickhouse, stage, topic, groupId, offsets, engine, vitals, log, onRewind } = options;
  let named: Promise<string> | null = null;
  let present = new Map<number, Place>();
  /** What is read a second time, up to where it had been committed. */
  let again = new Map<number, number>();
  /** What was asked to be read again and is from this assignment on; ClickHouse does not know yet. */
  let rewinding: AskedRewind[] = [];
  let noted = new Map<number, number>();
  let notedMs = performance.now();
  let looks = 0;

  /** Told apart by its cluster: a topic of the same name elsewhere is another log. */
  const logId = () => {
    named ??= clusterId(kafka).then((cluster) => `${cluster}/${topic}`);
    named.catch(() => (named = null));
    return named;
  };
  const note = async () => {
    notedMs = performance.now();
    const moved = [...present].filter(([partition, { offset }]) => noted.get(partition) !== offset);
    // Taken before anything is waited for: what is noted was stored in the ClickHouse that has been up for so long.
    const upS = engine.upS();
    if (!engine.isSteady()) return;
    await noteStored(clickhouse, {
      stage,
      log: await logId(),
      upS,
      offsets: moved.map(([partition, { offset }]) => ({ partition, offset })),
    });
    for (const [partition, { offset }] of moved) noted.set(partition, offset);
    // Not before: what is noted now is less than what was.
    const begun = rewinding.filter(({ partition }) => present.has(partition));
    await noteBegun(clickhouse, stage, await logId(), begun);
    rewinding = rewinding.filter((one) => !begun.includes(one));
  };
  const asked = async (partitions: readonly number[]) =>
    (await askedRewinds(clickhouse, stage, await logId(), partitions)).filter(({ isBegun }) => !isBegun);
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
      const id = await logId();
      const held = await heldOffsets(clickhouse, stage, id);
      const rewinds = await asked(positions.map(({ partition }) => partition));
      if (held.hasEarlierLog)
        log.warn(
          { stage, log: id },
          'Kafka was made anew: what ClickHouse holds from before stays and counts, and cannot be proven from this log; cells that were announced there and not restated are by "tally rebuild cells"',
        );
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
      present = new Map(positions.map(({ partition, offset }) => [partition, { offset, timestamp: null }]));
      noted = new Map();
    },
    revoked() {
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
