import { askedRewinds, askRewind, type Rewind } from '@tallyboard/rebuild/rewinds';
import type { Context } from '../command.js';
import { count, createProgress } from '../terminal/progress.js';
import { untilCommitted, untilRewound } from '../verify/caught-up.js';
import { distance, type Offsets } from '../verify/log.js';
import type { Stack } from '../verify/stack.js';
import { untilRestated } from './cells.js';

export interface Reread {
  patience: number;
  quiet: boolean;
  /** Told how far it is, and how it goes on when it is interrupted there. */
  standing?(text: string): void;
}

/**
 * Has the projector read the whole log again. One that is under way is not begun anew: this call then waits for it.
 * Resolves when every event up to the end of the log of its beginning is stored again and its cells are restated.
 */
export async function rebuildFacts(context: Context, stack: Stack, options: Reread): Promise<number> {
  const { offsets, pipeline } = stack;
  const underWay = await rereading(stack);
  if (underWay) {
    if (!options.quiet)
      context.output.say('The log is being read again already: this waits until that is done.');
    return untilReread(context, stack, underWay, options);
  }
  const [starts, ends] = await Promise.all([offsets.starts(pipeline.events), offsets.ends(pipeline.events)]);
  return reread(context, stack, starts, ends, options);
}

/** Has the projector read again what lies from these offsets on; resolves with how many messages that was. */
export async function reread(
  context: Context,
  stack: Stack,
  from: Offsets,
  ends: Offsets,
  options: Reread,
): Promise<number> {
  const rewinds = [...from]
    .map(([partition, offset]): Rewind => ({ partition, offset, until: ends.get(partition) ?? 0 }))
    .filter(({ offset, until }) => offset < until);
  await askRewind(stack.clickhouse, 'projector', await stack.logId(stack.topics.events), rewinds);
  return untilReread(context, stack, rewinds, options);
}

async function untilReread(
  context: Context,
  stack: Stack,
  rewinds: readonly Rewind[],
  { patience, quiet, standing }: Reread,
): Promise<number> {
  const { offsets, pipeline } = stack;
  const to: Offsets = new Map(rewinds.map(({ partition, until }) => [partition, until]));
  const total = distance(new Map(rewinds.map(({ partition, offset }) => [partition, offset])), to);
  const progress = createProgress(context.output, 'Reading the log again', { quiet });
  const tell = (behind: number) =>
    standing?.(
      `The processor has read ${count(total - behind)} of ${count(total)} messages again, and goes on by itself. The same command waits for its end.`,
    );
  tell(total);
  const waiting = {
    patienceMs: patience * 1_000,
    onProgress(_: string, behind: number) {
      progress.update(total - behind, total, `${count(behind)} messages to go`);
      tell(behind);
    },
  };
  await untilRewound(offsets, {
    ...waiting,
    onProgress: () => progress.update(0, total, 'waiting for the projector to go back'),
  });
  await untilCommitted(offsets, 'projector', pipeline.projector, pipeline.events, to, waiting);
  progress.finish(`${count(total)} messages`);
  tell(0);
  await untilRestated(context, stack, patience, quiet);
  return total;
}

/** What was asked for last and is not done; null when all is. */
async function rereading({ clickhouse, offsets, pipeline, topics, logId }: Stack): Promise<Rewind[] | null> {
  const [committed, ends] = await Promise.all([
    offsets.committed(pipeline.projector, pipeline.events),
    offsets.ends(pipeline.events),
  ]);
  const asked = await askedRewinds(clickhouse, 'projector', await logId(topics.events), [...ends.keys()]);
  const newestMs = Math.max(...asked.map(({ askedMs }) => askedMs));
  const newest = asked
    .filter(({ askedMs }) => askedMs === newestMs)
    // What a migration asks for says nothing of ends.
    .map((one) => (one.isOfAnyLog ? { ...one, until: ends.get(one.partition) ?? 0 } : one));
  const isDone = ({ partition, until, isBegun }: (typeof newest)[number]) =>
    isBegun && (committed.get(partition) ?? 0) >= until;
  const hasEnd = ({ offset, until }: Rewind) => offset < until;
  return newest.filter(hasEnd).every(isDone) ? null : newest.filter(hasEnd);
}
