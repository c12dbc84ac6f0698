import { useState } from 'preact/hooks';
import { choicesOf, type Filter, listOf } from '../alerts/list.js';
import { readAlerts } from '../alerts/wire.js';
import { againstWords, stateWords, valueWords, whereWords } from '../alerts/words.js';
import type { ZoneClock } from '../time.js';
import { pageOf } from './alert-banner.js';
import { AlertMark } from './alert-mark.js';
import { Rules } from './rules.js';
import { useAnswer } from './use-answer.js';

/** All alerts: what fires, what may, and what has been. */
export function AlertList({ clock, version }: { clock: ZoneClock; version: unknown }) {
  const [filter, setFilter] = useState<Filter>({ state: '', rule: '' });
  const answered = useAnswer('v1/alerts', readAlerts, version);
  if (answered.kind === 'waiting') return <p>Fetching the alerts…</p>;
  if (answered.kind === 'none') return <p role="alert">There are no alerts to show: {answered.sentence}</p>;
  const { states, rules } = choicesOf(answered.value);
  const shown = listOf(answered.value, filter);
  return (
    <>
      <h1>Alerts</h1>
      <p class="choices">
        <Choice
          name="State"
          all={states}
          value={filter.state}
          onChoose={(state) => setFilter({ ...filter, state })}
        />
        <Choice
          name="Rule"
          all={rules}
          value={filter.rule}
          onChoose={(rule) => setFilter({ ...filter, rule })}
        />
      </p>
      {shown.length === 0 && <p>None.</p>}
      <ul class="alert-list">
        {shown.map((alert) => (
          <li key={alert.id} data-state={alert.state} data-severity={alert.severity}>
            <a href={pageOf(alert.id)}>
              <AlertMark severity={alert.severity} />
              <strong>
                {alert.title}
                <small>{[alert.severity, whereWords(alert)].filter(Boolean).join(' · ')}</small>
              </strong>
              <span>
                <b>{valueWords(alert.judgement, alert)}</b> {againstWords(alert.judgement, alert)}
              </span>
              <span>{stateWords(alert, clock, Date.now())}</span>
            </a>
          </li>
        ))}
      </ul>
      <Rules clock={clock} version={version} />
    </>
  );
}

interface ChoiceProps {
  name: string;
  all: string[];
  value: string;
  onChoose(value: string): void;
}

function Choice({ name, all, value, onChoose }: ChoiceProps) {
  return (
    <label>
      {name}{' '}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">all</option>
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
