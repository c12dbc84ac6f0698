import { readRules } from '../alerts/wire.js';
import { standingWords } from '../alerts/words.js';
import type { ZoneClock } from '../time.js';
import { AlertMark } from './alert-mark.js';
import { Backtest } from './backtest.js';
import { useAnswer } from './use-answer.js';

interface RulesProps {
  clock: ZoneClock;
  version: unknown;
}

/** What is watched, also where nothing has happened yet. */
export function Rules({ clock, version }: RulesProps) {
  const answered = useAnswer('v1/alert-rules', readRules, version);
  if (answered.kind !== 'given') return null;
  return (
    <section class="rules">
      <h2>Rules</h2>
      <ul class="alert-list">
        {answered.value.map((rule) => (
          <li key={rule.name}>
            <a href={`./alerts.html?rule=${encodeURIComponent(rule.name)}`}>
              <AlertMark severity={rule.severity} />
              <strong>
                {rule.title}
                <small>{rule.severity}</small>
              </strong>
              <span>{rule.words}</span>
              <span>{standingWords(rule, clock, Date.now())}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One rule: its words, and when it would have fired. */
export function RulePage({ name, clock, version }: RulesProps & { name: string }) {
  const answered = useAnswer('v1/alert-rules', readRules, version);
  if (answered.kind === 'waiting') return <p>Fetching the rule…</p>;
  if (answered.kind === 'none') return <p role="alert">{answered.sentence}</p>;
  const rule = answered.value.find((each) => each.name === name);
  if (!rule) return <p role="alert">There is no rule {name}.</p>;
  return (
    <article>
      <h1>
        <AlertMark severity={rule.severity} />
        {rule.title}
        <small>{`${rule.severity} · ${standingWords(rule, clock, Date.now())}`}</small>
      </h1>
      <p class="alert__state">{rule.words}</p>
      <Backtest rule={name} clock={clock} />
    </article>
  );
}
