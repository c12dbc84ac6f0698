import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { EventType } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { createProducer } from '@tallyboard/kafka/producer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examplesIn } from '../../services/cli/src/testing/examples.js';
import { tallyIn } from '../../services/cli/src/testing/tally.js';
import { writeCrmExport } from './crm-export.js';
import { type Pipeline, startPipeline } from './pipeline.js';
import { WORKSPACE } from './tally.js';

const COMMANDS = ['', 'query', 'metrics', 'verify', 'import deals', 'dlq list', 'dlq show', 'dlq redrive'];
const MORE_COMMANDS = [
  'doctor data',
  'keys create',
  'keys list',
  'sql',
  'retention',
  'standing',
  'impact',
  'timeline',
  'goal',
  'goal set',
  'deals at-risk',
  'deals forecast',
  'schedule list',
];
/** What other examples are about is not here: a stack of one's own, this key, engines elsewhere, somebody who types. */
const ELSEWHERE = /^tally up|^tally keys revoke|^TALLY_|^tally sql(?: {2,}|$)/;
const MAPPING = 'infra/mappings/crm-sales-opportunities.yaml';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline(['demo', 'acme']);
  const { dir, kafka, topics } = pipeline;
  const { file } = writeCrmExport(dir);
  for (const name of ['export.csv', 'january.csv', 'february.csv']) cpSync(file, join(dir, name));
  writeFileSync(join(dir, 'accounts.csv'), 'account,sector,office_location\nAcme,retail,Germany\n');
  cpSync(join(WORKSPACE, 'schemas/queries'), join(dir, 'schemas/queries'), { recursive: true });
  mkdirSync(join(dir, 'infra/mappings'), { recursive: true });
  cpSync(join(WORKSPACE, MAPPING), join(dir, MAPPING));
  cpSync(join(WORKSPACE, MAPPING), join(dir, 'acme.yaml'));
  const producer = await createProducer(kafka);
  await producer.send(topics.events, [office('munich'), office('west'), deal(), ...Array(16).fill(garbage)]);
  await producer.close();
  await pipeline.settled();
});
afterAll(() => pipeline?.stop());

const garbage = { key: 'acme/call/x', value: Buffer.from('garbage') };

function said(type: EventType, id: string, facts: object) {
  const at = Date.UTC(2026, 0, 1);
  const checked = check(type, {
    ...{ event_id: id, source: 'crm', tenant: 'demo', occurred_at: at },
    ...facts,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return { key: keyOf(checked.event), value: encode(checked.event) };
}
const office = (office_id: string) =>
  said('office.updated', office_id, { office_id, name: office_id, zone: 'Europe/Berlin' });
/** What examples of timelines are about. */
const deal = () =>
  said('deal.opened', 'D-17', {
    ...{ deal_id: 'D-17', opened_at: Date.UTC(2026, 0, 1), account_id: 'A-3', rep_id: 'munich-01' },
  });

it.each([...COMMANDS, ...MORE_COMMANDS])('what tally %s --help gives as examples works', async (command) => {
  // In this process: a process for each of thirty examples takes minutes of a busy machine.
  const tally = tallyIn(pipeline.dir, pipeline.settings);
  const { stdout } = await tally([...command.split(' ').filter(Boolean), '--help']);
  const examples = examplesIn(stdout).filter(({ line }) => !ELSEWHERE.test(line));
  expect(examples.length).toBeGreaterThan(0);
  for (const { line, args } of examples) {
    const { code, stderr } = await tally(args);
    // Garbage cannot be sent again: that is said, and no fault of the example.
    expect(line.startsWith('tally dlq redrive') ? [0, 4] : [0], `${line}: ${stderr}`).toContain(code);
  }
});
