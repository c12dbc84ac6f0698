import { type GoalTile, goalTile } from '../goals/tile.js';
import type { GoalWatch } from '../goals/watch.js';
import type { ZoneClock } from '../time.js';

/** More of them could not be read from across a room. */
const SHOWN = 4;

/** A line of goals, each with a bar and a mark where one should be by now; nothing where none is set. */
export function Goals({ told, clock }: { told: ReturnType<GoalWatch['told']>; clock: ZoneClock }) {
  const { value: goals, lostMs } = told;
  if (!goals || goals.length === 0) return null;
  const left = goals.length - SHOWN;
  return (
    <section class="goals" aria-label="Goals" data-lost={lostMs !== null}>
      {goals.slice(0, SHOWN).map((goal, index) => (
        <Goal
          key={goal.name}
          tile={goalTile(goal)}
          note={
            lostMs !== null
              ? `as of ${clock.time(lostMs)}`
              : index === SHOWN - 1 && left > 0
                ? `and ${left} more`
                : ''
          }
        />
      ))}
    </section>
  );
}

function Goal({ tile, note }: { tile: GoalTile; note: string }) {
  return (
    <article class="panel goal" data-goal={tile.key} data-status={tile.status}>
      <header class="panel__head">
        <h2>{tile.title}</h2>
        <span>{tile.left}</span>
      </header>
      <p class="goal__line">
        <b>{tile.actual.text}</b>
        <span>{tile.target}</span>
        <strong>{tile.words}</strong>
      </p>
      <div class="goal__bar">
        <i style={{ transform: `scaleX(${tile.filled.toFixed(4)})` }} />
        <u style={{ left: `${(100 * tile.mark).toFixed(2)}%` }} />
      </div>
      <p class="goal__pace">
        <span>{tile.pace}</span>
        <span>{note}</span>
      </p>
    </article>
  );
}
