import { useEffect, useState } from 'preact/hooks';
import { bannerOf } from '../alerts/banner.js';
import { type Alarm, acknowledge } from '../alerts/watch.js';
import type { Alert } from '../alerts/wire.js';
import { againstWords, sinceWords, valueWords, whereWords } from '../alerts/words.js';
import type { ZoneClock } from '../time.js';
import { AlertMark } from './alert-mark.js';

/** How long each of several alerts is shown. */
const TURN_MS = 8_000;
/** How long the wall says that a key was understood. */
const CONFIRMED_MS = 2_000;

export const pageOf = (id: string) => `./alerts.html?id=${encodeURIComponent(id)}`;

/** What is wrong now, across the wall; Enter or a click opens its page, `a` acknowledges it. */
export function AlertBanner({ alarm, clock }: { alarm: Alarm; clock: ZoneClock }) {
  const [turn, setTurn] = useState(0);
  const [said, setSaid] = useState<string | null>(null);
  const open = alarm.open ?? [];
  const banner = bannerOf(open, turn);
  const shown = banner?.alert;
  const isTurning = (banner?.of ?? 0) > 1 && said === null;

  useEffect(() => {
    if (!isTurning) return;
    const timer = setInterval(() => setTurn((count) => count + 1), TURN_MS);
    return () => clearInterval(timer);
  }, [isTurning]);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [said]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!shown || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.key === 'Enter' && event.target === document.body) window.location.assign(pageOf(shown.id));
      if (event.key.toLowerCase() !== 'a' || shown.state !== 'firing') return;
      void acknowledge(shown.id).then((refusal) =>
        setSaid(refusal === null ? `Acknowledged: ${nameOf(shown)}` : `Not acknowledged: ${refusal}`),
      );
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shown]);

  return (
    <div class="alerts" data-lost={alarm.lostMs !== null}>
      {open
        .filter(({ state }) => state === 'firing')
        .map((alert) => (
          // Its words never change, so that a screen reader says each alert once.
          <p class="unseen" role="alert" key={alert.id}>
            {`${alert.severity} alert: ${nameOf(alert)}`}
          </p>
        ))}
      {said !== null ? (
        <p class="alerts__said" role="status">
          {said}
        </p>
      ) : (
        banner && <Shown {...banner} lostMs={alarm.lostMs} clock={clock} />
      )}
      {alarm.ended.map((alert) => (
        <p class="alerts__ended" role="status" key={alert.id}>
          <b>{alert.state === 'withdrawn' ? '✓ was not so' : '✓ over'}</b> {nameOf(alert)}
        </p>
      ))}
    </div>
  );
}

type ShownProps = NonNullable<ReturnType<typeof bannerOf>> & { lostMs: number | null; clock: ZoneClock };

function Shown({ alert, isCalm, place, of, lostMs, clock }: ShownProps) {
  const now = Date.now();
  const { judgement } = alert;
  const { since, lasts } = sinceWords(alert.since, clock, now);
  return (
    <a
      class="banner"
      data-severity={alert.severity}
      data-calm={isCalm}
      data-alert={alert.id}
      href={pageOf(alert.id)}
    >
      <AlertMark severity={alert.severity} />
      <span class="banner__what">
        <strong style={{ '--letters': alert.title.length }}>{alert.title}</strong>
        <span>
          {[isCalm ? 'acknowledged' : alert.severity, whereWords(alert)].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span class="banner__value">
        <strong>{valueWords(judgement, alert)}</strong>
        <span>{againstWords(judgement, alert)}</span>
      </span>
      <span class="banner__since">
        <strong>{since}</strong>
        <span>
          {lostMs !== null
            ? `not heard of since ${clock.minute(lostMs)}`
            : isCalm && alert.acknowledged
              ? `by ${alert.acknowledged.by}`
              : lasts}
        </span>
      </span>
      {of > 1 && (
        <span class="banner__count">
          {place} of {of}
        </span>
      )}
      {!isCalm && <kbd>a</kbd>}
    </a>
  );
}

const nameOf = (alert: Alert) => [alert.title, whereWords(alert)].filter(Boolean).join(', ');
