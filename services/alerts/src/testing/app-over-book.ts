import type { Principal } from '@tallyboard/runtime/api-keys';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { createMetrics } from '@tallyboard/runtime/telemetry';
import { Evaluator } from '../evaluation/evaluator.js';
import type { TenantRule } from '../evaluation/watched-rules.js';
import { buildApp } from '../http/app.js';
import { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import type { BrokenFile } from '../rules/rule-files.js';
import { rulesInForce } from '../rules/rules-in-force.js';
import { NOON } from './alerts.js';

export const TENANT = 'demo';

const OPS: Principal = { keyId: '0a1b2c', label: 'operations', tenant: TENANT, scopes: ['alerts'] };

/** The API over a book of its own, in which nothing is judged; the time is noon. */
export async function appOverBook(
  fromFiles: readonly TenantRule[] = [],
  anonymousAcknowledges = false,
  brokenFiles: readonly BrokenFile[] = [],
) {
  const book = new AlertBook();
  const rules = rulesInForce(
    [TENANT],
    () => book.defined,
    () => fromFiles,
  );
  const said: AlertRecord[] = [];
  const say = async (records: readonly AlertRecord[]) => {
    said.push(...records);
    for (const record of records) book.take(record, NOON * 1_000);
  };
  const read = () => async () => [];
  const offices = async () => [];
  const now = () => NOON * 1_000;
  const log = createLogger('alerts-test', 'silent');
  const evaluator = new Evaluator({
    rules: rules.all,
    isOurs: () => true,
    book,
    read,
    silent: async () => [],
    offices,
    labels: async () => ({}),
    say,
    now,
    log,
    onEvaluated: () => {},
  });
  const app = await buildApp({
    book,
    standing: (tenant, rule) => evaluator.standing(tenant, rule),
    rules,
    brokenFiles: () => brokenFiles,
    isJudging: () => true,
    read,
    offices,
    say,
    delivery: { deliver: async () => [], pending: () => [], failed: () => [], drop: () => {} },
    keys: { authenticate: (credentials) => (credentials === 'Bearer ops' ? OPS : null) },
    anonymousTenant: TENANT,
    anonymousAcknowledges,
    now,
    log,
    health: createHealth(),
    metrics: createMetrics('alerts-test'),
    allowedHosts: ['localhost'],
  });
  /** A request of this machine, by whoever may act or by somebody without a key; its status and body. */
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    authorization: string | undefined = 'Bearer ops',
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: { host: 'localhost', ...(authorization === '' ? {} : { authorization }) },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
  return { app, book, rules, said, ask };
}
