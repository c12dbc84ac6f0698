import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Alert } from '@tallyboard/api/alerts';
import { backtest, rules } from './example-alerts.js';

/** A stand-in for the alerts service behind the query service; the test decides what is so. */
export interface ScriptedAlerts {
  /** Answers a request about alerts; false: it is about something else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Changes what there is and tells all who listen. */
  become(alerts: Alert[]): void;
  /** Ids and bodies of acknowledgements, in order. */
  acknowledged: { id: string; body: unknown }[];
  /** From now on acknowledgements are refused with this sentence. */
  refuse(sentence: string): void;
  /** Breaks all streams and is not there for anybody until it rises. */
  die(): void;
  rise(): void;
}

const OPEN = ['pending', 'firing', 'acknowledged', 'silenced'];

export function scriptedAlerts(alerts: Alert[]): ScriptedAlerts {
  const listeners = new Set<ServerResponse>();
  const acknowledged: ScriptedAlerts['acknowledged'] = [];
  let refusal: string | null = null;
  let isDead = false;

  const open = () => alerts.filter(({ state }) => OPEN.includes(state));
  const tell = (to: Iterable<ServerResponse>) => {
    const data = JSON.stringify({ tenant: 'demo', alerts: open() });
    for (const response of to) response.write(`event: alerts\ndata: ${data}\n\n`);
  };
  const become = (changed: Alert[]) => {
    alerts = changed;
    tell(listeners);
  };
  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  const stream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 200\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    tell([response]);
  };
  const acknowledge = async (id: string, request: IncomingMessage, response: ServerResponse) => {
    acknowledged.push({ id, body: JSON.parse(await text(request)) });
    if (refusal) return json(response, 403, { error: { code: 'forbidden', message: refusal } });
    const at = new Date().toISOString();
    become(
      alerts.map((alert) =>
        alert.id === id ? { ...alert, state: 'acknowledged', acknowledged: { by: 'the wall', at } } : alert,
      ),
    );
    return json(
      response,
      200,
      alerts.find((alert) => alert.id === id),
    );
  };

  return {
    become,
    acknowledged,
    refuse(sentence) {
      refusal = sentence;
    },
    die() {
      isDead = true;
      for (const response of listeners) response.destroy();
    },
    rise() {
      isDead = false;
    },
    answer(request, response) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const [kind, id = '', what] = pathname.replace('/v1/', '').split('/').map(decodeURIComponent);
      if (isDead && kind?.startsWith('alert')) {
        json(response, 502, { error: { code: 'no_alerts', message: 'the alerts service does not answer' } });
      } else if (kind === 'alert-rules' && id === '') json(response, 200, { tenant: 'demo', rules });
      else if (kind === 'alert-rules') {
        const days = (Date.now() - Date.parse(searchParams.get('from') ?? '')) / 86_400_000;
        json(response, 200, backtest(Math.round(days)));
      } else if (kind !== 'alerts') return false;
      else if (id === '') {
        json(response, 200, { tenant: 'demo', alerts: searchParams.has('state') ? open() : alerts });
      } else if (id === 'stream') stream(response);
      else if (what === 'acknowledge') void acknowledge(id, request, response);
      else if (what === 'chart') {
        json(response, 200, backtest(3));
      } else {
        const found = alerts.find((alert) => alert.id === id);
        if (found) json(response, 200, found);
        else json(response, 404, { error: { code: 'unknown_alert', message: `there is no alert ${id}` } });
      }
      return true;
    },
  };
}
