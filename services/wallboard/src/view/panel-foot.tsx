import type { Link } from '../link.js';
import type { Panel } from '../panels.js';
import { ago, type ZoneClock } from '../time.js';

/** What every panel is drawn from. `liveTo`: the instant to which the whole stream was last known complete. */
export interface PanelProps {
  panel: Panel;
  link: Link;
  clock: ZoneClock;
  liveTo: string | null;
}

/** What the number rests on, and how fresh it is. */
export function PanelFoot({ panel, link, clock, liveTo }: PanelProps) {
  return (
    <footer class="panel__foot">
      <span class="basis">{panel.basis}</span>
      <span class="fresh" data-fresh={link.kind === 'live' && panel.answer === 'given'}>
        {freshWords({ panel, link, clock, liveTo })}
      </span>
    </footer>
  );
}

/**
 * While the stream is live and silent about a panel, that panel is as complete as the stream: an answer is
 * pushed whenever it changes.
 */
function freshWords({ panel, link, clock, liveTo }: PanelProps): string {
  if (panel.answer !== 'given') return panel.answer === 'awaited' ? 'waiting for data' : 'no answer';
  if (link.kind !== 'live') {
    const asOf = liveTo ?? panel.completeTo;
    return asOf ? `as of ${clock.time(asOf)}` : '';
  }
  if (panel.changedMs === null) return 'live';
  const age = performance.now() - panel.changedMs;
  // Counting single seconds in nine corners of the wall would be a flicker.
  return age < 60_000 ? 'just changed' : `changed ${ago(age)} ago`;
}
