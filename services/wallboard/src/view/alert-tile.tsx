import { countsOf } from '../alerts/banner.js';
import type { Alarm } from '../alerts/watch.js';
import { count, NO_VALUE } from '../format.js';
import type { ZoneClock } from '../time.js';
import { Figure, widthOf } from './figure.js';

/** How many alerts are open, and in which state. */
export function AlertTile({ alarm, clock }: { alarm: Alarm; clock: ZoneClock }) {
  const counts = countsOf(alarm.open ?? []);
  const isLost = alarm.lostMs !== null;
  const value = isLost ? NO_VALUE : count(counts.firing);
  const others = (['acknowledged', 'pending', 'silenced'] as const).filter((state) => counts[state] > 0);
  return (
    <a class="panel panel--alerts" data-panel="alerts" data-firing={counts.firing > 0} href="./alerts.html">
      <header class="panel__head">
        <h2>Alerts</h2>
        <span>firing now</span>
      </header>
      <div class="numbers">
        <Figure value={value} known={!isLost} missing="not known" ems={widthOf(value)} />
      </div>
      <div class="panel__context">
        <p class="panel__words asides">
          {!isLost &&
            others.map((state) => (
              <span class="aside" key={state}>
                <b>{counts[state]}</b> {state}
              </span>
            ))}
        </p>
      </div>
      <footer class="panel__foot">
        <span class="basis">{others.length === 0 && !isLost && counts.firing === 0 ? 'all quiet' : ''}</span>
        <span class="fresh" data-fresh={!isLost}>
          {alarm.lostMs === null ? 'live' : `lost at ${clock.minute(alarm.lostMs)}`}
        </span>
      </footer>
    </a>
  );
}
