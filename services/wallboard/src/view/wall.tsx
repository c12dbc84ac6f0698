import { useEffect, useReducer } from 'preact/hooks';
import type { Watch } from '../alerts/watch.js';
import type { GoalWatch } from '../goals/watch.js';
import { panelsOf } from '../panels.js';
import type { RiskWatch } from '../risk/watch.js';
import type { Session, State } from '../session.js';
import { AlertBanner } from './alert-banner.js';
import { AlertTile } from './alert-tile.js';
import { FigurePanel } from './figure-panel.js';
import { Goals } from './goals.js';
import { Head } from './head.js';
import { RankingPanel } from './ranking-panel.js';
import { RiskPanel } from './risk-panel.js';

interface WallProps {
  session: Session;
  watch: Watch;
  goals: GoalWatch;
  risk: RiskWatch;
}

/** The whole page: the head with the state of the link, what is wrong, how far goals are, and the panels of the board. */
export function Wall({ session, watch, goals, risk }: WallProps) {
  const state = useSession(session, watch, goals, risk);
  const alarm = watch.alarm();
  const { board, link, clock, freshness } = state;
  const panels = board ? panelsOf(board, state.held) : [];
  const figures = panels.filter((panel) => !panel.ranking);
  const rankings = panels.filter((panel) => panel.ranking);
  const tiles = [alarm.open, risk.told().value].filter(Boolean).map(() => ({ wide: false }));
  const grid = gridOf([...figures, ...tiles]);
  const shared = { clock, link, liveTo: freshness?.complete_to ?? null };
  return (
    <div class="wall" data-link={link.kind}>
      <Head state={state} />
      {alarm.open && <AlertBanner alarm={alarm} clock={clock} />}
      {board && <Goals told={goals.told()} clock={clock} />}
      {board ? (
        <main class={rankings.length > 0 ? 'board' : 'board board--plain'}>
          <div class={`figures ${grid.isDense ? 'figures--dense' : ''}`} style={{ '--rows': grid.rows }}>
            {figures.map((panel) => (
              <FigurePanel key={panel.id} panel={panel} {...shared} />
            ))}
            <RiskPanel told={risk.told()} clock={clock} />
            {alarm.open && <AlertTile alarm={alarm} clock={clock} />}
          </div>
          {rankings.length > 0 && (
            <div class="rankings">
              {rankings.map((panel) => (
                <RankingPanel key={panel.id} panel={panel} isAlone={rankings.length === 1} {...shared} />
              ))}
            </div>
          )}
        </main>
      ) : (
        <main class="waiting">
          <p>{waitingWords(state)}</p>
        </main>
      )}
    </div>
  );
}

function waitingWords({ refusal, link }: State): string {
  if (refusal) return refusal;
  return link.kind === 'offline'
    ? 'Tallyboard does not answer at this address. Trying again…'
    : 'Fetching the board…';
}

/** A wide panel is half a row, any other a third; when that makes more than three rows, a quarter. */
function gridOf(panels: readonly { wide: boolean }[]): { rows: number; isDense: boolean } {
  const rows = (wide: number, other: number, all: number) =>
    Math.max(1, Math.ceil(panels.reduce((sum, panel) => sum + (panel.wide ? wide : other), 0) / all));
  const thirds = rows(3, 2, 6);
  return thirds > 3 ? { rows: rows(2, 1, 4), isDense: true } : { rows: thirds, isDense: false };
}

/** Draws again when the board or what is told beside it changes, and each second for the clocks. */
function useSession(session: Session, watch: Watch, goals: GoalWatch, risk: RiskWatch): State {
  const [, draw] = useReducer((count: number, _: undefined) => count + 1, 0);
  useEffect(() => {
    const ends = [session, watch, goals, risk].map((each) => each.subscribe(() => draw(undefined)));
    const timer = setInterval(() => draw(undefined), 1000);
    return () => {
      for (const end of ends) end();
      clearInterval(timer);
    };
  }, [session, watch, goals, risk]);
  return session.state();
}
