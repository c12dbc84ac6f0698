import { useState } from 'preact/hooks';
import { acknowledge } from '../alerts/watch.js';
import { type Alert, type AlertStep, readAlert, readBacktest } from '../alerts/wire.js';
import { againstWords, instantWords, stateWords, valueWords, whereWords } from '../alerts/words.js';
import { count } from '../format.js';
import type { ZoneClock } from '../time.js';
import { AlertMark } from './alert-mark.js';
import { AlertPlot } from './alert-plot.js';
import { Backtest } from './backtest.js';
import { useAnswer } from './use-answer.js';

interface PageProps {
  id: string;
  clock: ZoneClock;
  /** Changes whenever the alerts did. */
  version: unknown;
}

/** One alert: what it is now, how it came to that, and whether its rule can be believed. */
export function AlertPage({ id, clock, version }: PageProps) {
  const answered = useAnswer(`v1/alerts/${encodeURIComponent(id)}`, readAlert, version);
  if (answered.kind === 'waiting') return <p>Fetching the alert…</p>;
  if (answered.kind === 'none') return <p role="alert">{answered.sentence}</p>;
  const alert = answered.value;
  return (
    <article class="alert" data-state={alert.state} data-severity={alert.severity}>
      <Now alert={alert} clock={clock} />
      <Chart alert={alert} clock={clock} />
      <Reasons alert={alert} />
      <Steps steps={alert.steps ?? []} alert={alert} clock={clock} />
      <Backtest rule={alert.rule} clock={clock} />
    </article>
  );
}

function Now({ alert, clock }: { alert: Alert; clock: ZoneClock }) {
  const { judgement } = alert;
  const at = (instant: string) => instantWords(instant, clock, Date.now());
  return (
    <header>
      <h1>
        <AlertMark severity={alert.severity} />
        {alert.title}
        <small>{[alert.severity, whereWords(alert)].filter(Boolean).join(' · ')}</small>
      </h1>
      <p class="alert__state" role="status">
        {stateWords(alert, clock, Date.now())}
      </p>
      {alert.acknowledged?.note && <blockquote>{alert.acknowledged.note}</blockquote>}
      <p class="alert__value">
        <strong>{valueWords(judgement, alert)}</strong> {againstWords(judgement, alert)}
      </p>
      <p class="alert__basis">
        n {count(judgement.n).text}, from {at(judgement.from)} to {at(judgement.to)}
        {judgement.chance !== null && `, by chance alone once in ${oneIn(judgement.chance)}`}
        {alert.learnt_late && ', learnt late: data came late or were corrected'}
        {alert.is_history && ', found in the past when the rule was new, nobody was told'}
      </p>
      {alert.state === 'firing' && <Acknowledge id={alert.id} />}
    </header>
  );
}

const oneIn = (chance: number) =>
  chance > 1e-9 ? count(Math.round(1 / chance)).text : 'more than 1,000,000,000';

function Acknowledge({ id }: { id: string }) {
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async () => setRefusal(await acknowledge(id, note.trim()));
  return (
    <p class="acknowledge">
      <input
        aria-label="Note"
        placeholder="Note, for example who looks after it"
        maxLength={500}
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <button type="button" onClick={() => void send()}>
        Acknowledge
      </button>
      {refusal && <span role="alert">Not acknowledged: {refusal}</span>}
    </p>
  );
}

/** The service knows how long before it shows what is usual. Asked for again only when this alert was judged anew. */
function Chart({ alert, clock }: { alert: Alert; clock: ZoneClock }) {
  const url = `v1/alerts/${encodeURIComponent(alert.id)}/chart`;
  const answered = useAnswer(url, readBacktest, `${alert.state} ${alert.judgement.to}`);
  return (
    <section>
      <h2>How it went</h2>
      {answered.kind === 'none' && <p role="status">{answered.sentence}</p>}
      {answered.kind === 'given' && <AlertPlot backtest={answered.value} clock={clock} />}
    </section>
  );
}

function Reasons({ alert }: { alert: Alert }) {
  return (
    <section>
      <h2>The rule</h2>
      <p>
        {alert.words} (<a href={`./alerts.html?rule=${encodeURIComponent(alert.rule)}`}>{alert.rule}</a>)
      </p>
      {alert.contributions.length > 0 && (
        <>
          <h2>What moved it most</h2>
          <ul class="steps">
            {alert.contributions.map(({ dimension, value, label, words }) => (
              <li key={`${dimension}=${value}`}>
                <b>{label ?? value}</b> ({dimension}): {words}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const STEP_WORDS: Record<AlertStep['state'], string> = {
  pending: 'began to hold',
  firing: 'fired',
  resolved: 'over',
  withdrawn: 'withdrawn: it was not so',
  inactive: 'came to nothing',
  data_missing: 'data are missing',
};

/** A withdrawal is about the instant that had fired, and comes after everything else. */
const rankOf = ({ state }: AlertStep) => (state === 'withdrawn' ? 1 : 0);

function Steps({ steps, alert, clock }: { steps: AlertStep[]; alert: Alert; clock: ZoneClock }) {
  if (steps.length === 0) return null;
  return (
    <section>
      <h2>Step by step</h2>
      <ol class="steps">
        {[...steps]
          .sort((a, b) => rankOf(a) - rankOf(b) || a.at.localeCompare(b.at))
          .map((step) => (
            <li key={step.id} data-state={step.state}>
              <b>{instantWords(step.at, clock, Date.now())}</b> {STEP_WORDS[step.state]}:{' '}
              {valueWords(step.judgement, alert)} {againstWords(step.judgement, alert)}, n{' '}
              {count(step.judgement.n).text}
              {step.learnt_late && ' (learnt late)'}
            </li>
          ))}
      </ol>
    </section>
  );
}
