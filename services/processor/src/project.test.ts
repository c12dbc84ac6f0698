import { expect, it } from 'vitest';
import { createErased } from './erased.js';
import { project } from './project.js';
import { createRead } from './read.js';

const read = createRead(createErased());
const message = (headers: Record<string, Buffer>) =>
  read([
    { offset: 7, timestamp: 1, key: Buffer.from('acme/call/C-1'), value: Buffer.from('poison'), headers },
  ]);

it('what cannot be read has a dead letter once, also when the log is written anew', () => {
  const lettersOf = (headers: Record<string, Buffer>) =>
    project([{ topic: 't', partition: 0, messages: [message(headers)] }], createErased()).deadLetters;
  expect(lettersOf({})).toMatchObject([{ offset: 7, reason: expect.stringContaining('framing') }]);
  expect(lettersOf({ tally_recorded_at: Buffer.from('1') })).toEqual([]);
});
