import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { judgeOf } from '@tallyboard/alerting/judge';
import { readRules } from '@tallyboard/alerting/read-rules';
import { READY_RULES } from '@tallyboard/alerting/ready';
import type { Rule } from '@tallyboard/alerting/rule';
import { saidBy } from '@tallyboard/alerting/said';
import { Track } from '@tallyboard/alerting/track';
import { decode, encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { createOracle } from '@tallyboard/domain/oracle';
import { Failure } from '@tallyboard/runtime/failure';
import { parse } from 'yaml';
import { z } from 'zod';
import { sumsOfCells } from './cells-sums.js';

const event = z.strictObject({
  specversion: z.string().optional(),
  id: z.string().optional(),
  source: z.string().default('test'),
  type: z.string(),
  time: z.string().optional(),
  sourceversion: z.union([z.string(), z.number()]).optional(),
  data: z.record(z.string(), z.unknown()),
  /** When it comes in; left out: from the beginning. */
  arrives: z.iso.datetime().optional(),
  /** So many of it, this far apart: instants of its data move along, and its id is numbered. */
  repeat: z
    .strictObject({
      times: z.number().int().min(1).max(100_000),
      every: z.string().regex(/^[1-9]\d*[mhdw]$/),
    })
    .optional(),
});

const expectation = z.strictObject({
  /** What has arrived by then counts. */
  at: z.iso.datetime(),
  /** All that happened before is in; default: `at`. */
  complete_to: z.iso.datetime().optional(),
  rule: z.string(),
  group: z.record(z.string(), z.string()).default({}),
  /** What the alert is then. */
  state: z.enum(['none', 'pending', 'firing', 'resolved', 'withdrawn', 'inactive']),
});

const testFile = z.strictObject({
  /** Files of rules beside this one, or `ready`. */
  rules: z.union([z.literal('ready'), z.string(), z.array(z.string())]),
  tests: z.array(
    z.strictObject({ name: z.string(), events: z.array(event), expect: z.array(expectation).min(1) }),
  ),
});

export interface TestOutcome {
  name: string;
  /** What came out other than expected; empty: it passed. */
  wrong: string[];
}

const TENANT = 'test';

/** Runs the tests of a file: given events, expected alerts, by the computation that is live. */
export async function runAlertTests(path: string): Promise<TestOutcome[]> {
  const file = testFile.safeParse(await yamlIn(path));
  if (!file.success)
    throw new Failure(
      `${path} is no file of alert tests: ${file.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}.`,
    );
  const rules = await rulesOf(path, file.data.rules);
  const outcomes: TestOutcome[] = [];
  for (const { name, events, expect } of file.data.tests) {
    const told = events.flatMap((given, i) => eventsOf(given, `${path}, "${name}", event ${i + 1}`));
    const wrong: string[] = [];
    for (const ruleName of new Set(expect.map(({ rule }) => rule))) {
      const rule = rules.find((each) => each.name === ruleName);
      if (!rule) throw new Failure(`${path}, "${name}": there is no rule ${ruleName}.`);
      const own = expect
        .filter((each) => each.rule === ruleName)
        .sort((a, b) => seconds(a.at) - seconds(b.at));
      wrong.push(...(await outcomeOf(rule, told, own)));
    }
    outcomes.push({ name, wrong });
  }
  return outcomes;
}

interface Told {
  event: CrmEvent;
  digest: number;
  arrives: number;
}

/** Looks at each instant as the service would have: with what had arrived, up to where it was complete. */
async function outcomeOf(
  rule: Rule,
  told: readonly Told[],
  expected: readonly z.infer<typeof expectation>[],
): Promise<string[]> {
  const track = new Track(TENANT, judgeOf(rule));
  const said = new Map<string, { id: string; alert: string; state: string; at: number; since: number }[]>();
  const wrong: string[] = [];
  for (const { at, complete_to, group, state } of expected) {
    const oracle = createOracle();
    for (const { event, digest, arrives } of told) if (arrives <= seconds(at)) oracle.add(event, digest);
    const read = sumsOfCells([...oracle.cells()]);
    const before =
      track.judgedTo === null ? [] : track.judge.instants(track.horizon(track.judgedTo), track.judgedTo);
    await track.look([...before, ...track.due(seconds(complete_to ?? at))], read);
    const found = await track.steps(
      (values) => saidBy((said.get(JSON.stringify(values)) ?? []) as never),
      read,
    );
    for (const { group: values, steps } of found) {
      const key = JSON.stringify(values);
      said.set(key, [
        ...(said.get(key) ?? []),
        ...steps.map(({ judged, ...step }) => ({ ...step, at: judged.at })),
      ]);
    }
    const own = said.get(JSON.stringify((rule.by ?? []).map((name) => group[name] ?? ''))) ?? [];
    const is = own.at(-1)?.state ?? 'none';
    if (is !== state) {
      const where = Object.keys(group).length > 0 ? ` of ${Object.values(group).join(', ')}` : '';
      wrong.push(`${rule.name}${where} at ${at}: expected ${state}, is ${is}`);
    }
  }
  return wrong;
}

async function rulesOf(path: string, named: z.infer<typeof testFile>['rules']): Promise<readonly Rule[]> {
  if (named === 'ready') return READY_RULES;
  const rules: Rule[] = [];
  for (const name of [named].flat()) {
    const file = join(dirname(path), name);
    const read = readRules(await textIn(file));
    if (read.problems.length > 0)
      throw new Failure(
        read.problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
      );
    rules.push(...read.rules);
  }
  return rules;
}

function eventsOf(given: z.infer<typeof event>, where: string): Told[] {
  const { times, every } = given.repeat ?? { times: 1, every: '1m' };
  const stepMs =
    Number(every.slice(0, -1)) * { m: 60, h: 3_600, d: 86_400, w: 604_800 }[every.at(-1) as 'm'] * 1_000;
  return Array.from({ length: times }, (_, i) => {
    const data = Object.fromEntries(
      Object.entries(given.data).map(([name, value]) => [name, moved(name, value, i, stepMs)]),
    );
    const time =
      given.time ?? Object.values(data).find((value) => typeof value === 'string' && isInstant(value));
    const fields: Record<string, unknown> = {
      ...data,
      event_id: `${given.id ?? where}${i === 0 ? '' : `-${i}`}`,
      source: given.source,
      tenant: TENANT,
      occurred_at: given.time === undefined ? time : moved('time', given.time, i, stepMs),
    };
    if (given.sourceversion !== undefined) fields.source_version = Number(given.sourceversion);
    const checked = check(given.type, fields);
    if (!checked.ok)
      throw new Failure(
        `${where}: ${checked.violations.map(({ field, reason, expected }) => `${field} ${reason}; wanted is ${expected}`).join('; ')}.`,
      );
    const decoded = decode(encode(checked.event));
    if (!decoded.ok) throw new Failure(`${where}: ${decoded.reason}`);
    return {
      event: decoded.event,
      digest: decoded.digest,
      arrives: given.arrives === undefined ? Number.NEGATIVE_INFINITY : seconds(given.arrives),
    };
  });
}

/** Of a repeated event instants move, and ids are numbered. */
function moved(name: string, value: unknown, i: number, stepMs: number): unknown {
  if (i === 0 || typeof value !== 'string') return value;
  if (isInstant(value)) return new Date(Date.parse(value) + i * stepMs).toISOString();
  const isOwnId = ['call_id', 'deal_id', 'ticket_id', 'order_id', 'response_id', 'account_id'].includes(name);
  return isOwnId ? `${value}-${i}` : value;
}

const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text);

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1_000);

async function textIn(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new Failure(`${path} cannot be read: ${error.message}.`);
  });
}

async function yamlIn(path: string): Promise<unknown> {
  const text = await textIn(path);
  try {
    return parse(text);
  } catch (error) {
    throw new Failure(`${path} is no YAML: ${(error as Error).message}`);
  }
}
