import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Alert } from '@tallyboard/api/alerts';
import { backtest } from './example-alerts.js';

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
  /** Breaks all streams. */
  cut(): void;
  /** Query strings with which backtests and charts were asked for. */
  asked: string[];
}

const OPEN = ['pending', 'firing', 'acknowledged', 'silenced'];

export function scriptedAlerts(alerts: Alert[]): ScriptedAlerts {
  const listeners = new Set<ServerResponse>();
  const acknowledged: ScriptedAlerts['acknowledged'] = [];
  const asked: string[] = [];
  let refusal: string | null = null;

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
    asked,
    refuse(sentence) {
      refusal = sentence;
    },
    cut() {
      for (const response of listeners) response.destroy();
    },
    answer(request, response) {
      const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const [kind, id = '', what] = pathname.replace('/v1/', '').split('/').map(decodeURIComponent);
      if (kind === 'alert-rules') {
        asked.push(search);
        const days = (Date.now() - Date.parse(searchParams.get('from') ?? '')) / 86_400_000;
        json(response, 200, backtest(Math.round(days)));
      } else if (kind !== 'alerts') return false;
      else if (id === '') {
        json(response, 200, { tenant: 'demo', alerts: searchParams.has('state') ? open() : alerts });
      } else if (id === 'stream') stream(response);
      else if (what === 'acknowledge') void acknowledge(id, request, response);
      else if (what === 'chart') {
        asked.push(search);
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
