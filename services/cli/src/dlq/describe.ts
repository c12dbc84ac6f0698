import { recordedAt } from '@tallyboard/kafka/recorded';
import { plain } from '../terminal/plain.js';
import { count } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import { type Letter, readAgain } from './letters.js';
import type { Redriven } from './redrive.js';

/** Longer reasons are in `tally dlq show`. */
const MOST_OF_REASON = 80;

export function letterTable(letters: readonly Letter[]): string {
  return table(
    [
      { title: 'offset', align: 'right' },
      { title: 'when' },
      { title: 'from' },
      { title: 'key' },
      { title: 'sent again' },
      { title: 'reason' },
    ],
    letters.map(({ offset, name, reason, redriven, message }) => [
      String(offset),
      new Date(recordedAt(message)).toISOString(),
      plain(name),
      plain(message.key?.toString() ?? '(none)'),
      redriven ? 'yes' : 'no',
      plain(reason.length > MOST_OF_REASON ? `${reason.slice(0, MOST_OF_REASON - 1)}…` : reason),
    ]),
  );
}

/** Without its bytes. */
export function letterAsJson({ offset, name, reason, redriven, message }: Letter) {
  return {
    offset,
    at: new Date(recordedAt(message)).toISOString(),
    from: name,
    key: message.key?.toString() ?? null,
    redriven,
    reason,
  };
}

/** With everything. */
export function wholeLetterAsJson(letter: Letter) {
  const { key, value, headers } = letter.message;
  const read = readAgain(letter);
  return {
    ...letterAsJson(letter),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text.toString()])),
    key_base64: key?.toString('base64') ?? null,
    value_base64: value?.toString('base64') ?? null,
    now: read.ok ? { readable: true, event: read.event } : { readable: false, reason: read.reason },
  };
}

export function wholeLetter(letter: Letter): string {
  const { offset, name, reason, redriven, message } = letter;
  const read = readAgain(letter);
  return [
    `Letter ${offset}, put here at ${new Date(recordedAt(message)).toISOString()}${redriven ? ', sent again since' : ''}`,
    '',
    `from    ${name}`,
    `reason  ${reason}`,
    `key     ${message.key?.toString() ?? '(none)'}`,
    '',
    'headers',
    ...Object.entries(message.headers).map(([header, text]) => `  ${header}: ${text.toString()}`),
    '',
    `value (${message.value?.length ?? 0} bytes)`,
    ...hexDump(message.value ?? Buffer.alloc(0)),
    '',
    ...(read.ok
      ? ['It can be read now:', ...JSON.stringify(read.event, null, 2).split('\n')]
      : [`It cannot be read now: ${read.reason}`]),
  ]
    .map(plain)
    .join('\n');
}

/** What became of one. */
export function redrivenLine(letter: Redriven, dryRun: boolean): string {
  const { offset, key } = letter;
  if (letter.outcome === 'unreadable')
    return `${offset}  ${plain(key ?? '(no key)')}: still cannot be read: ${plain(letter.reason)}`;
  const type = letter.outcome === 'sent' ? letter.type : '';
  return `${offset}  ${plain(key ?? '(no key)')}: ${type} ${dryRun ? 'can be sent' : 'sent'}`;
}

/** What became of all; `log` is the topic that they were sent to. */
export function redrivenSummary(letters: readonly Redriven[], log: string, dryRun: boolean): string {
  const of = (outcome: Redriven['outcome']) => letters.filter((letter) => letter.outcome === outcome).length;
  const [sent, already, unreadable] = [of('sent'), of('already'), of('unreadable')];
  const parts = [
    dryRun
      ? `${count(sent)} of ${count(letters.length)} letters could be sent to ${log}; nothing was`
      : `${count(sent)} of ${count(letters.length)} letters sent to ${log}`,
    ...(already > 0 ? [`${count(already)} were sent before`] : []),
    ...(unreadable > 0 ? [`${count(unreadable)} still cannot be read`] : []),
  ];
  return `${parts.join('; ')}.`;
}

const BYTES_A_LINE = 16;

/** Offset, bytes in hex, and what of them is ASCII. */
function hexDump(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const line = bytes.subarray(at, at + BYTES_A_LINE);
    const hex = line
      .toString('hex')
      .replace(/../g, '$& ')
      .padEnd(BYTES_A_LINE * 3);
    lines.push(
      `  ${at.toString(16).padStart(6, '0')}  ${hex} ${line.toString('latin1').replace(/[^ -~]/g, '.')}`,
    );
  }
  return lines;
}
