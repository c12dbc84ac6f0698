import { crc32 } from 'node:zlib';
import { decode, encode, entityOf, keyOf } from '@tallyboard/contracts/codec';
import { type ComparedCell, differencesOf, groupKey } from '@tallyboard/domain/compare';
import { createOracle } from '@tallyboard/domain/oracle';
import { FACTS, factOf, isReference } from '@tallyboard/facts/facts';
import { randomHistory } from '@tallyboard/testkit/history';
import { expect, it } from 'vitest';
import { addPart, type Keyed } from './compare.js';

import { foldSlice } from './fold.js';
import { type LoggedEvent, mergedKeys } from './log.js';

it.each([1, 3, 17])('%i slices come to the cells of the whole', (slices) => {
  const logged = randomHistory(8, 2_500).map((event, offset): LoggedEvent => {
    const decoded = decode(encode(event));
    if (!decoded.ok) throw new Error(decoded.reason);
    return { event: decoded.event, digest: decoded.digest, partition: 0, offset, recordedAt: offset };
  });
  const sliced = {
    slices,
    reference: () => logged.filter(({ event }) => isReference(entityOf(event.type))),
    slice: (index: number) => logged.filter(({ event }) => crc32(keyOf(event)) % slices === index),
  };
  const merging = new Set(logged.flatMap(({ event }) => mergedKeys(event)));
  const merged = () => logged.filter(({ event }) => merging.has(keyOf(event)));
  expect(merging.size).toBeGreaterThan(10);
  const whole = createOracle();
  for (const { event, digest } of logged) whole.add(event, digest);
  const sum = new Map<string, Keyed>(FACTS.map(({ name }) => [name, new Map()]));
  let folded = 0;
  for (let slice = 0; slice < slices; slice += 1)
    for (const part of foldSlice({ ...sliced, merging, merged }, slice, () => (folded += 1)))
      addPart(factOf(part.fact), sum.get(part.fact)!, part);
  const wrong = [...whole.cells()].flatMap((cell: ComparedCell) => {
    const fact = factOf(cell.fact);
    const keyed = sum.get(cell.fact)!;
    const found = keyed.get(groupKey(fact, cell));
    keyed.delete(groupKey(fact, cell));
    return differencesOf(fact, found, cell);
  });
  expect([wrong, [...sum.values()].flatMap((left) => [...left]), folded]).toEqual([[], [], 2_500]);
});
