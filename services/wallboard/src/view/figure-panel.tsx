import type { Comparison } from '../compare.js';
import type { Panel } from '../panels.js';
import { Figure } from './figure.js';
import { PanelFoot, type PanelProps } from './panel-foot.js';
import { Sparkline } from './sparkline.js';

/** A panel with one huge number, or a few large ones when there is one per currency. */
export function FigurePanel({ panel, ...shared }: PanelProps) {
  return (
    <section class="panel" data-panel={panel.id} data-accent={panel.accent} data-wide={panel.wide}>
      {panel.changedMs !== null && <span class="glow" key={panel.changedMs} />}
      <header class="panel__head">
        <h2>{panel.title}</h2>
        {panel.period && <span>{panel.period}</span>}
      </header>
      <Figures panel={panel} />
      <div class="panel__context">
        <div class="panel__words">
          {panel.asides.map((aside) => (
            <p class="aside" key={aside.words}>
              <b>{aside.value.text}</b> {aside.words}
            </p>
          ))}
          {panel.comparison && <Against comparison={panel.comparison} />}
        </div>
        {panel.trend && <Sparkline trend={panel.trend} />}
      </div>
      <PanelFoot panel={panel} {...shared} />
    </section>
  );
}

/** More currencies than this would be too small to read from across a room. */
const SHOWN = 6;

function Figures({ panel }: { panel: Panel }) {
  if (panel.figures.length === 0) return <div class="numbers" data-count="1" />;
  const shown = panel.figures.slice(0, SHOWN);
  return (
    <div class="numbers" data-count={shown.length}>
      {shown.map((figure) => (
        <Figure key={figure.key} value={figure.value} known={figure.known} />
      ))}
    </div>
  );
}

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;

function Against({ comparison }: { comparison: Comparison }) {
  const { change, earlier, against } = comparison;
  return (
    <p class="against">
      {change ? (
        <>
          <b data-verdict={change.verdict}>
            {ARROWS[change.direction]} {change.text}
          </b>{' '}
          vs {against}
        </>
      ) : (
        `${against} ${earlier.text}`
      )}
    </p>
  );
}
