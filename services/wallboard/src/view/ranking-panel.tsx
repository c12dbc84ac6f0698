import type { RankEntry, RankGroup } from '../ranking.js';
import { PanelFoot, type PanelProps } from './panel-foot.js';

/** Rows that fit the wall's height in a size that can be read from across a room. */
const ROWS = 10;

/** The best of a list with bars. Rows slide to their new place when the order changes. */
export function RankingPanel({ panel, ...shared }: PanelProps) {
  const groups = shownGroups(panel.ranking?.groups ?? []);
  const shown = groups.reduce((sum, group) => sum + group.entries.length, 0);
  const total = panel.ranking?.total ?? 0;
  return (
    <section class="panel panel--ranking" data-panel={panel.id} data-accent={panel.accent}>
      <header class="panel__head">
        <h2>{panel.title}</h2>
        {panel.period && <span>{panel.period}</span>}
      </header>
      {shown === 0 && <p class="empty">no data yet</p>}
      {groups.map((group) => (
        <ol
          key={group.currency}
          class="ranks"
          style={{ '--count': group.entries.length, flexGrow: group.entries.length }}
        >
          {group.entries.map((entry, index) => (
            <Rank key={entry.key} entry={entry} index={index} />
          ))}
        </ol>
      ))}
      {shown < total && (
        <p class="more">
          {shown} of {total}
        </p>
      )}
      <PanelFoot panel={panel} {...shared} />
    </section>
  );
}

function Rank({ entry, index }: { entry: RankEntry; index: number }) {
  return (
    <li class="rank" style={{ '--index': index }}>
      <span class="rank__place">{index + 1}</span>
      <span class="rank__name">{entry.name}</span>
      <b>{entry.value.text}</b>
      <i style={{ transform: `scaleX(${entry.share.toFixed(4)})` }} />
    </li>
  );
}

/** With several currencies each gets its share of the rows. */
function shownGroups(groups: RankGroup[]): RankGroup[] {
  const each = Math.max(2, Math.floor(ROWS / Math.max(1, groups.length)));
  let left = ROWS;
  const shown: RankGroup[] = [];
  for (const group of groups) {
    const entries = group.entries.slice(0, Math.min(each, left));
    left -= entries.length;
    if (entries.length > 0) shown.push({ ...group, entries });
  }
  return shown;
}
