import { type Plot, plotOf } from '../alerts/plot.js';
import type { Backtest } from '../alerts/wire.js';
import { instantWords, whereWords } from '../alerts/words.js';
import { formatValue } from '../format.js';
import type { ZoneClock } from '../time.js';

/** The value, what it is compared with, where the rule holds, and where it fired and was over. */
export function AlertPlot({ backtest, clock }: { backtest: Backtest; clock: ZoneClock }) {
  const plot = plotOf(backtest, clock);
  const { value, against, held, marks, rows, columns } = plot;
  const { unit, chart } = backtest;
  if (chart.points.length === 0) return <p class="plot__empty">Nothing was judged in this time.</p>;
  return (
    <figure class="plot">
      <div class="plot__area">
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={labelOf(backtest, plot, clock)}
        >
          {held.map(({ x, width }) => (
            <rect class="plot__held" key={x} x={x} y={0} width={Math.max(0.3, width)} height={100} />
          ))}
          {rows.map(({ y }) => (
            <path class="plot__row" key={y} d={`M0 ${y}H100`} />
          ))}
          <path class="plot__against" d={against} />
          <path class="plot__value" d={value} />
          {marks.map(({ x, kind }) => (
            <path class={`plot__mark plot__mark--${kind}`} key={`${kind}${x}`} d={`M${x} 0V100`} />
          ))}
        </svg>
        {rows.map(({ y, value: row }) => (
          <span class="plot__y" key={y} style={{ top: `${y}%` }}>
            {formatValue(row, unit, chart.group.currency).text}
          </span>
        ))}
        {marks.map(({ x, kind }) => (
          <span class={`plot__flag plot__flag--${kind}`} key={`${kind}${x}`} style={{ left: `${x}%` }}>
            {kind === 'fired' ? '▲' : '✓'}
          </span>
        ))}
        <div class="plot__columns">
          {columns.map(({ x, at }) => (
            <span class="plot__x" key={x} style={{ left: `${x}%` }}>
              {clock.minute(at) === '00:00' ? clock.shortDate(at) : clock.minute(at)}
            </span>
          ))}
        </div>
      </div>
      <figcaption>
        <span class="key key--value">value</span>
        {against !== '' && <span class="key key--against">compared with</span>}
        <span class="key key--held">the rule holds</span>
        <span>▲ fired</span>
        <span>✓ over</span>
      </figcaption>
    </figure>
  );
}

/** The chart for those who do not see it. */
function labelOf({ chart, unit, from, to }: Backtest, { marks }: Plot, clock: ZoneClock): string {
  const at = (instant: string) => instantWords(instant, clock, Date.now());
  const last = chart.points.at(-1);
  const holding = chart.points.filter(({ holds }) => holds).length;
  const where = whereWords({ group: chart.group, labels: {} });
  return [
    `Chart from ${at(from)} to ${at(to)}${where && ` of ${where}`}`,
    `last ${formatValue(last?.value, unit, chart.group.currency).text} against ${formatValue(last?.against, unit, chart.group.currency).text}`,
    `the rule holds at ${holding} of ${chart.points.length} points`,
    `fired ${marks.filter(({ kind }) => kind === 'fired').length} times`,
  ].join(', ');
}
