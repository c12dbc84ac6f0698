import type { RankEntry } from '../ranking.js';
import { PanelFoot, type PanelProps } from './panel-foot.js';

/** Rows that fit the wall's height in a size that can be read from across a room: alone, and one above the other. */
const ROWS = { alone: 10, above: 6, brief: 4 };

/** The best of a list with bars. Rows slide to their new place when the order changes. */
export function RankingPanel({ panel, isAlone, ...shared }: PanelProps & { isAlone: boolean }) {
  const all = panel.ranking?.entries ?? [];
  const isBrief = !isAlone && panel.ranking?.isBrief === true;
  const shown = all.slice(0, isAlone ? ROWS.alone : isBrief ? ROWS.brief : ROWS.above);
  const basis = all.length === 0 ? '' : `${shown.length} of ${all.length} ${panel.ranking?.of}`;
  return (
    <section
      class="panel panel--ranking"
      data-brief={isBrief}
      data-panel={panel.id}
      data-accent={panel.accent}
    >
      <header class="panel__head">
        <h2>{panel.title}</h2>
        {panel.period && <span>{panel.period}</span>}
      </header>
      {shown.length === 0 ? (
        <p class="empty">{panel.answer !== 'awaited' && panel.missing}</p>
      ) : (
        <ol class="ranks" style={{ '--count': shown.length }}>
          {shown.map((entry, index) => (
            <Rank key={entry.key} entry={entry} index={index} />
          ))}
        </ol>
      )}
      <PanelFoot panel={{ ...panel, basis }} {...shared} />
    </section>
  );
}

function Rank({ entry, index }: { entry: RankEntry; index: number }) {
  return (
    <li class="rank" data-first={entry.place === 1} style={{ '--index': index }}>
      <span class="rank__place">{entry.place}</span>
      <p>
        <span class="rank__name">{entry.name}</span>
        <b>{entry.value.text}</b>
      </p>
      <div>
        <i style={{ transform: `scaleX(${entry.share.toFixed(4)})` }} />
        <small>{entry.note}</small>
      </div>
    </li>
  );
}
