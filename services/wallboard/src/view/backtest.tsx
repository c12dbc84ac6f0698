import { useState } from 'preact/hooks';
import { type Backtest as Answer, readBacktest } from '../alerts/wire.js';
import { againstWords, instantWords, spanWords, valueWords, whereWords } from '../alerts/words.js';
import { count } from '../format.js';
import type { ZoneClock } from '../time.js';
import { AlertPlot } from './alert-plot.js';
import { useAnswer } from './use-answer.js';

const DAY_MS = 86_400_000;
const SPANS = [30, 90] as const;

/** When the rule would have fired in the past: whether it cries wolf. */
export function Backtest({ rule, clock }: { rule: string; clock: ZoneClock }) {
  const [to] = useState(Date.now);
  const [days, setDays] = useState<number>(SPANS[0]);
  const span = `from=${new Date(to - days * DAY_MS).toISOString()}&to=${new Date(to).toISOString()}`;
  const answered = useAnswer(`v1/alert-rules/${encodeURIComponent(rule)}/backtest?${span}`, readBacktest);
  return (
    <section class="backtest">
      <h2>When this rule would have fired</h2>
      <p class="choices">
        {SPANS.map((each) => (
          <button type="button" key={each} aria-pressed={each === days} onClick={() => setDays(each)}>
            last {each} days
          </button>
        ))}
      </p>
      {answered.kind === 'waiting' && <p>Asking history…</p>}
      {answered.kind === 'none' && <p role="status">{answered.sentence}</p>}
      {answered.kind === 'given' && <History backtest={answered.value} clock={clock} />}
    </section>
  );
}

function History({ backtest, clock }: { backtest: Answer; clock: ZoneClock }) {
  const { firings, judged, unit } = backtest;
  const at = (instant: string) => instantWords(instant, clock, Date.now());
  return (
    <>
      <p role="status">
        {firings.length === 1 ? 'Once' : `${count(firings.length).text} times`}, judged {count(judged).text}{' '}
        times
      </p>
      <AlertPlot backtest={backtest} clock={clock} />
      <ol class="steps">
        {firings.map(({ group, fired_at, ended_at, judgement }) => (
          <li key={`${fired_at}${JSON.stringify(group)}`}>
            <b>{at(fired_at)}</b> {whereWords({ group, labels: {} })} {valueWords(judgement, { unit, group })}{' '}
            {againstWords(judgement, { unit, group })},{' '}
            {ended_at ? `for ${spanWords(fired_at, ended_at)}` : 'not over'}
          </li>
        ))}
      </ol>
    </>
  );
}
