import type { Comparison } from '../compare.js';
import type { Panel } from '../panels.js';
import { Figure, widthOf } from './figure.js';
import { PanelFoot, type PanelProps } from './panel-foot.js';
import { Sparkline } from './sparkline.js';

/** A panel with one huge number, or one number per currency. */
export function FigurePanel({ panel, ...shared }: PanelProps) {
  const [first, ...others] = panel.figures;
  return (
    <section class="panel" data-panel={panel.id} data-accent={panel.accent} data-wide={panel.wide}>
      {panel.changedMs !== null && <span class="glow" key={panel.changedMs} />}
      <header class="panel__head">
        <h2>{panel.title}</h2>
        {panel.period && <span>{panel.period}</span>}
      </header>
      {first && others.length > 0 ? (
        <Currencies panel={panel} />
      ) : (
        <>
          <div class="numbers">
            {first ? (
              <Figure {...first} missing={panel.missing} ems={widthOf(first.value)} />
            ) : (
              <p class="empty">{panel.answer === 'refused' && panel.missing}</p>
            )}
          </div>
          <div class="panel__context">
            <div class="panel__words">
              <Asides panel={panel} />
              {first?.comparison && <Against comparison={first.comparison} />}
            </div>
            {first?.trend && <Sparkline trend={first.trend} />}
          </div>
        </>
      )}
      <PanelFoot panel={panel} {...shared} />
    </section>
  );
}

/** More currencies than this would be too small to read from across a room. */
const SHOWN = 6;

/** Equally large, whatever their length: the size of a figure must not speak of its importance. */
function Currencies({ panel }: { panel: Panel }) {
  const shown = panel.figures.slice(0, SHOWN);
  const left = panel.figures.length - shown.length;
  const ems = Math.max(...shown.map(({ value }) => widthOf(value)));
  const against = shown.find(({ comparison }) => comparison?.change)?.comparison?.against;
  return (
    <>
      <div class="numbers currencies" data-count={shown.length}>
        {shown.map((figure) => (
          <div class="currency" key={figure.key}>
            <Figure {...figure} missing="" ems={ems} />
            <div class="currency__side">
              {figure.trend && <Sparkline trend={figure.trend} />}
              {figure.comparison?.change && <Change change={figure.comparison.change} />}
            </div>
          </div>
        ))}
      </div>
      <div class="panel__context panel__context--line">
        <div class="panel__words">
          <Asides panel={panel} />
          {left > 0 && <p>and {left} more currencies</p>}
        </div>
        {against && <p class="panel__words">▲▼ vs {against}</p>}
      </div>
    </>
  );
}

function Asides({ panel }: { panel: Panel }) {
  if (panel.asides.length === 0) return null;
  return (
    <p class="asides">
      {panel.asides.map(({ value, words }) => (
        <span class="aside" key={words}>
          <b>{value.text}</b> {words}
        </span>
      ))}
    </p>
  );
}

function Against({ comparison: { change, against } }: { comparison: Comparison }) {
  return (
    <p class="against">
      {change ? (
        <>
          <Change change={change} /> vs {against}
        </>
      ) : (
        against
      )}
    </p>
  );
}

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;

function Change({ change }: { change: NonNullable<Comparison['change']> }) {
  return (
    <b class="change" data-verdict={change.verdict}>
      {ARROWS[change.direction]} {change.text}
    </b>
  );
}
