import { encode, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { fieldsOf } from '@tallyboard/contracts/fields';
import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { examplesOf } from '@tallyboard/contracts/testing/examples';
import { check } from '@tallyboard/contracts/validate';
import type { Block } from '@tallyboard/facts/block';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { randomHistory } from '@tallyboard/testkit/history';
import { expect, it } from 'vitest';
import { createErased } from './erased.js';
import { type Projection, project } from './project.js';
import { createRead, type ReadBatch, readPlain } from './read.js';

const RECORDED = Date.UTC(2026, 0, 1) + 1;

const messageOf = (event: CrmEvent, i: number): IncomingMessage => ({
  offset: i,
  timestamp: RECORDED + i,
  key: Buffer.from(keyOf(event)),
  value: encode(event),
  headers: {},
});

const projected = (batch: ReadBatch) =>
  project([{ topic: 't', partition: 0, messages: [batch] }], createErased());

const bytesOf = (blocks: readonly Block[]) =>
  blocks
    .filter(({ rows }) => rows > 0)
    .flatMap((block) => block.parts())
    .map((part) => part.toString('latin1'))
    .join('');

/** All that follows from a projection, to the byte. */
const saidBy = ({ events, fixed, others, cells, erased, dropped, deadLetters }: Projection) => ({
  events,
  rows: [...fixed.rows, ...others.rows].map(([entity, blocks]) => [entity, bytesOf(blocks)]),
  links: [bytesOf([fixed.links.block()]), bytesOf([others.links.block()])],
  placements: bytesOf(others.placements),
  ...{ moved: others.moved, read: others.read, described: others.described, credits: others.credits },
  ...{ cells, erased, dropped, deadLetters },
});

/** Events in which a field holds something of this list that its contract takes. */
function variantsOf(type: EventType): CrmEvent[] {
  const values = [
    null,
    0,
    1,
    200,
    2 ** 31 - 1,
    2 ** 53 - 2,
    -1,
    '1.5',
    '-99999999.0001',
    'é'.repeat(150),
    'x',
  ];
  return examplesOf(type).flatMap((example) =>
    ['', ...fieldsOf(type).map(({ name }) => name)].flatMap((name) =>
      values.flatMap((value) => {
        const checked = check(type, name === '' ? example : { ...example, [name]: value });
        return checked.ok ? [checked.event] : [];
      }),
    ),
  );
}

it('events come to the same, whether they are sorted as they lie in their messages or placed one by one', () => {
  const read = createRead(createErased());
  const inPlace = new Map<string, number>();
  const events = [...randomHistory(3, 1_500), ...EVENT_TYPES.flatMap(variantsOf)];
  const messages = events.map(messageOf).filter((message, i) => {
    const isSorted = read([message]).sorted !== null;
    if (isSorted) inPlace.set(events[i]!.type, (inPlace.get(events[i]!.type) ?? 0) + 1);
    return isSorted;
  });
  for (let from = 0; from < messages.length; from += 100) {
    const some = messages.slice(from, from + 100);
    const sorted = read(some);
    expect(sorted.placed).toEqual([]);
    const placed = { ...sorted, sorted: null, placed: some.map(readPlain) };
    expect(saidBy(projected(sorted))).toEqual(saidBy(projected(placed)));
  }
  expect([...inPlace.keys()].sort()).toEqual(
    expect.arrayContaining(['call.logged', 'deal.closed', 'ticket.opened']),
  );
  expect(messages.length).toBeGreaterThan(1_500);
});

it('a batch that is tried again comes to the same', () => {
  const read = createRead(createErased());
  const batch = read(randomHistory(4, 300).map(messageOf));
  const first = saidBy(projected(batch));
  expect(saidBy(projected(batch))).toEqual(first);
});

it('whoever is erased after an event was sorted is swept away with it', () => {
  const erased = createErased();
  const read = createRead(erased);
  const [event] = variantsOf('call.logged') as [Extract<CrmEvent, { type: 'call.logged' }>];
  const batch = read([messageOf(event, 0)]);
  erased.add(event.tenant, 'call', event.call_id);
  const late = project([{ topic: 't', partition: 0, messages: [batch] }], erased);
  expect(late.erased).toEqual(new Map([['call', new Map([[event.tenant, new Set([event.call_id])]])]]));
  const after = project([{ topic: 't', partition: 0, messages: [read([messageOf(event, 1)])] }], erased);
  expect(after).toMatchObject({ events: 0, dropped: 1, erased: new Map() });
});
