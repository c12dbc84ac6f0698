import { hostSettings, logSettings, type Setting, setting } from '@tallyboard/runtime/settings';
import { GOOD, type Misbehaviour, USUAL } from './misbehave.js';

const NAMES = Object.keys(GOOD) as (keyof Misbehaviour)[];

/** Every setting of the simulator. */
export const simulatorSettings = {
  seed: setting.integer('TALLY_SIMULATOR_SEED', {
    default: 7,
    doc: 'Which company: the same seed, the same events',
  }),
  historyDays: setting.integer('TALLY_SIMULATOR_HISTORY_DAYS', {
    default: 60,
    max: 3650,
    doc: 'Days of history that are sent first',
  }),
  lively: setting.flag('TALLY_SIMULATOR_LIVELY', {
    default: false,
    doc: 'A company four times as large, in its history and live; begin with fresh data',
  }),
  rate: rate(
    'TALLY_SIMULATOR_RATE',
    0,
    'Live events per second round the clock, whatever the history was; 0 leaves the company its own pace',
  ),
  misbehave: misbehaviour('TALLY_SIMULATOR_MISBEHAVE', 'Behave badly, as real sources do'),
  state: setting.path('TALLY_SIMULATOR_STATE', {
    optional: true,
    doc: 'File that remembers what was sent, so that a restart goes on; without it the history is sent again',
  }),
  ingestUrl: setting.url('TALLY_INGEST_URL', {
    default: 'http://127.0.0.1:3001',
    doc: 'The ingest service that takes the events',
  }),
  apiKey: setting.text('TALLY_API_KEY', { secret: true, doc: 'API key with scope ingest' }),
  host: setting.text('TALLY_SIMULATOR_HOST', { default: '127.0.0.1', doc: 'Address of health and metrics' }),
  port: setting.port('TALLY_SIMULATOR_PORT', { default: 3003, doc: 'Port of health and metrics' }),
  ...logSettings,
  ...hostSettings,
};

function rate(name: string, fallback: number, doc: string): Setting<number> {
  return {
    name,
    doc,
    wants: 'a number from 0 to 5000',
    secret: false,
    fallback: { value: fallback },
    parse: (text) => {
      const value = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
      return value <= 5000 ? value : undefined;
    },
  };
}

/** `true` stands for the usual rates; `late=0.1,duplicates=0.05` names those it wants. */
function misbehaviour(name: string, doc: string): Setting<Misbehaviour> {
  const fixed = new Map([
    ...['true', '1', 'yes', 'on'].map((text) => [text, USUAL] as const),
    ...['false', '0', 'no', 'off'].map((text) => [text, GOOD] as const),
  ]);
  return {
    name,
    doc,
    wants: `true, false, or shares from 0 to 1 of ${NAMES.join(', ')}, for example late=0.1,duplicates=0.05`,
    secret: false,
    fallback: { value: GOOD },
    parse: (text) => fixed.get(text.toLowerCase()) ?? rates(text),
  };
}

function rates(text: string): Misbehaviour | undefined {
  const asked: Misbehaviour = { ...GOOD };
  for (const part of text.split(',')) {
    const [name, share] = part.split('=').map((piece) => piece.trim());
    const known = NAMES.find((each) => each === name);
    if (!known || !share || !/^(0?\.\d+|[01](\.0*)?|0\.\d*)$/.test(share)) return undefined;
    asked[known] = Number(share);
  }
  return asked;
}
