import type * as TimelineApi from '@tallyboard/api/timeline';

type Said = Pick<TimelineApi.TimelineEvent, 'type' | 'source' | 'event_id' | 'data'>;
type Corrections = Pick<TimelineApi.TimelineEvent, 'changes' | 'corrects' | 'corrected_by'>;

/** What an amendment says beside the attributes that it corrects: whom, by what, and from when on. */
export const NO_ATTRIBUTES: ReadonlySet<string> = new Set([
  'source_version',
  'cleared',
  'replaces',
  'replaces_source',
  'retracts',
  'retracts_source',
  'effective_at',
  'changed_at',
]);

/**
 * Which of the events of one thing corrected which, given in the order of their rank: an amendment changes what was last said
 * of an attribute, or clears it; and an event may replace or retract another by its id.
 */
export function correctionsOf(ascending: readonly Said[], idField: string): Corrections[] {
  const found = ascending.map((): Corrections => ({ changes: [], corrects: null, corrected_by: [] }));
  const known = new Map<string, { value: unknown; by: number }>();
  for (const [i, event] of ascending.entries()) {
    const own = found[i]!;
    const isAmended = event.type.endsWith('.amended');
    const cleared = (event.data.cleared ?? []) as string[];
    const said: (readonly [string, unknown])[] = [
      ...Object.entries(event.data).filter(([field]) => field !== idField && !NO_ATTRIBUTES.has(field)),
      ...cleared.map((field) => [field, null] as const),
    ];
    for (const [field, now] of said) {
      const before = known.get(field);
      if (isAmended && before && JSON.stringify(before.value) !== JSON.stringify(now)) {
        const by = ascending[before.by]!;
        own.changes.push({ field, was: before.value, now, said_by: referenceTo(by) });
        noteOn(found[before.by]!, 'amended', event);
      }
      known.set(field, { value: now, by: i });
    }
    for (const [how, passive] of [
      ['replaces', 'replaced'],
      ['retracts', 'retracted'],
    ] as const) {
      // biome-ignore format: one line
      const event_id = event.data[how];
      if (typeof event_id !== 'string') continue;
      const source = String(event.data[`${how}_source`] ?? event.source);
      own.corrects = { how, source, event_id };
      for (const [k, other] of ascending.entries())
        if (other.source === source && other.event_id === event_id) noteOn(found[k]!, passive, event);
    }
  }
  return found;
}

const referenceTo = ({ source, event_id }: Said) => ({ source, event_id });

function noteOn({ corrected_by }: Corrections, how: 'amended' | 'replaced' | 'retracted', by: Said): void {
  const isKnown = corrected_by.some(
    (each) => each.how === how && each.source === by.source && each.event_id === by.event_id,
  );
  if (!isKnown) corrected_by.push({ how, ...referenceTo(by) });
}
