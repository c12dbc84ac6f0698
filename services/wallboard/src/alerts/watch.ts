import { backoffMs } from '@tallyboard/runtime/backoff';
import { ask } from '../ask.js';
import { endedIds } from './banner.js';
import { type Alert, readAlert, readAlerts } from './wire.js';

export interface Alarm {
  /** The open alerts; null until the alerts service has spoken, for ever where there is none. */
  open: readonly Alert[] | null;
  /** Resolved or withdrawn a moment ago, latest first. */
  ended: readonly Alert[];
  /** The stream is broken: what is shown was so when it broke, at these epoch ms. */
  lostMs: number | null;
}

export interface Watch {
  alarm(): Alarm;
  /** Calls `listener` after each change; returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Opens the stream anew: what was heard last may be long ago. */
  reopen(): void;
  stop(): void;
}

/** How long a line says that an alert is over. */
const ENDED_MS = 60_000;
/** Where there is no alerts service it costs a request a minute to find one that comes later. */
const REOPEN = { minMs: 2_000, maxMs: 60_000 };

/** Keeps the open alerts up to date over one stream, and asks what became of those that leave it. */
export function startWatch(): Watch {
  let alarm: Alarm = { open: null, ended: [], lostMs: null };
  let source: EventSource | null = null;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const ends = new Set<ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();

  const show = (change: Partial<Alarm>) => {
    alarm = { ...alarm, ...change };
    for (const listener of listeners) listener();
  };

  const sayEnded = async (id: string) => {
    const answer = await ask(`v1/alerts/${encodeURIComponent(id)}`);
    const alert = answer.kind === 'answer' ? readAlert(answer.body) : null;
    if (alert?.state !== 'resolved' && alert?.state !== 'withdrawn') return;
    show({ ended: [alert, ...alarm.ended] });
    const end = setTimeout(() => {
      ends.delete(end);
      show({ ended: alarm.ended.filter((each) => each !== alert) });
    }, ENDED_MS);
    ends.add(end);
  };

  const open = () => {
    clearTimeout(retry);
    source?.close();
    const opened = new EventSource('v1/alerts/stream');
    source = opened;
    opened.addEventListener('alerts', ({ data }: MessageEvent<string>) => {
      const alerts = readAlerts(parse(data));
      if (!alerts) return;
      failures = 0;
      for (const id of endedIds(alarm.open ?? [], alerts)) void sayEnded(id);
      show({ open: alerts, lostMs: null });
    });
    opened.addEventListener('error', () => {
      if (alarm.open && alarm.lostMs === null) show({ lostMs: Date.now() });
      // The browser tries again by itself, unless the server refused.
      if (opened.readyState !== EventSource.CLOSED) return;
      failures += 1;
      clearTimeout(retry);
      retry = setTimeout(open, backoffMs(failures, REOPEN));
    });
  };
  open();

  return {
    alarm: () => alarm,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reopen: open,
    stop() {
      clearTimeout(retry);
      for (const end of ends) clearTimeout(end);
      source?.close();
    },
  };
}

/** Tells the alerts service that somebody looks after an alert; the sentence of its refusal, else null. */
export async function acknowledge(id: string, note?: string): Promise<string | null> {
  const answer = await ask(`v1/alerts/${encodeURIComponent(id)}/acknowledge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(note ? { note } : {}),
  });
  if (answer.kind === 'answer') return null;
  return answer.kind === 'refused' ? answer.sentence : 'the alerts service does not answer';
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
