import { NO_VALUE } from '../format.js';
import { riskTile } from '../risk/tile.js';
import type { RiskWatch } from '../risk/watch.js';
import type { ZoneClock } from '../time.js';
import { Figure, widthOf } from './figure.js';

/** How many open deals may be lost, and why; nothing where nobody has told it. */
export function RiskPanel({ told, clock }: { told: ReturnType<RiskWatch['told']>; clock: ZoneClock }) {
  if (!told.value) return null;
  const { value, reasons, of, basis } = riskTile(told.value);
  const isLost = told.lostMs !== null;
  const shown = isLost ? NO_VALUE : value;
  return (
    <section class="panel panel--risk" data-panel="risk" data-accent="win">
      <header class="panel__head">
        <h2>Deals at risk</h2>
        <span>{of}</span>
      </header>
      <div class="numbers">
        <Figure value={shown} known={!isLost} missing="not known" ems={widthOf(shown)} />
      </div>
      <div class="panel__context">
        <p class="panel__words asides">
          {!isLost &&
            reasons.map((reason) => (
              <span class="aside" key={reason.key}>
                <b>{reason.value.text}</b> {reason.words}
              </span>
            ))}
        </p>
      </div>
      <footer class="panel__foot">
        <span class="basis">{isLost ? '' : basis}</span>
        <span class="fresh" data-fresh={!isLost}>
          {told.lostMs === null ? 'live' : `lost at ${clock.minute(told.lostMs)}`}
        </span>
      </footer>
    </section>
  );
}
