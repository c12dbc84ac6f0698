import type { Alert, AlertRules, Backtest } from '@tallyboard/api/alerts';

/** What the alerts service says. Instants are ISO 8601. */
export type { Alert, AlertStep, Backtest, Judgement } from '@tallyboard/api/alerts';

/** The alerts of `GET /v1/alerts` or of an SSE `alerts` event, or null when it is not one. */
export function readAlerts(body: unknown): Alert[] | null {
  const alerts = (body as { alerts?: unknown } | null)?.alerts;
  return Array.isArray(alerts) ? alerts.filter((each) => readAlert(each) !== null) : null;
}

/** The body of `GET /v1/alerts/{id}`, or null when it is not one. */
export function readAlert(body: unknown): Alert | null {
  const alert = body as Partial<Alert> | null;
  const isOne =
    typeof alert?.id === 'string' &&
    typeof alert.title === 'string' &&
    typeof alert.state === 'string' &&
    typeof alert.judgement === 'object';
  return isOne ? (alert as Alert) : null;
}

export type AlertRule = AlertRules['rules'][number];

/** The rules of `GET /v1/alert-rules`, or null when it is not that. */
export function readRules(body: unknown): AlertRule[] | null {
  const rules = (body as { rules?: unknown } | null)?.rules;
  return Array.isArray(rules) ? (rules as AlertRule[]) : null;
}

/** The body of a chart or of a backtest, or null when it is not one. */
export function readBacktest(body: unknown): Backtest | null {
  const backtest = body as Partial<Backtest> | null;
  const isOne = Array.isArray(backtest?.firings) && Array.isArray(backtest.chart?.points);
  return isOne ? (backtest as Backtest) : null;
}
