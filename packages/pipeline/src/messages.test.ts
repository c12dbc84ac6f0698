import { describe, expect, it } from 'vitest';
import { cellKey, parseCellKey, parseProjectorProgress, parseUpdate } from './messages.js';

const written = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('the key of a cell', () => {
  it('is read as it was written', () => {
    for (const cell of [
      { tenant: 'acme', fact: 'call', bucket: 1_774_000_800 },
      { tenant: '会'.repeat(256), fact: 'customer', bucket: 0 },
      { tenant: "o'neil", fact: 'deal', bucket: 4_102_444_800 },
    ])
      expect(parseCellKey(Buffer.from(cellKey(cell.tenant, cell.fact, cell.bucket)))).toEqual(cell);
  });

  it.each([
    ['nothing', ''],
    ['no bucket', 'acme/call/'],
    ['a bucket in another form', 'acme/call/9e2'],
    ['a bucket off its mark', 'acme/call/901'],
    ['a bucket before all time', 'acme/call/-900'],
    ['a bucket that a DateTime does not hold', 'acme/call/9000000000000'],
    ['no tenant', '/call/900'],
    ['a part too many', 'acme/call/900/1'],
    ['300 KB of it', `${'x'.repeat(300_000)}/call/900`],
  ])('is none with %s', (_what, key) => {
    expect(parseCellKey(Buffer.from(key))).toBeNull();
  });
});

const NOT_JSON = ['', '{', 'null', '1', '[]', '{}', '"progress"'];

describe('what a projector says of its progress', () => {
  const progress = { partitions: 4, complete_to: { 0: 1_774_000_800_000, 3: 5 }, caught_up: true };

  it('is read as it was written', () => {
    expect(parseProjectorProgress(written(progress))).toEqual(progress);
  });

  it.each([
    ...NOT_JSON,
    { ...progress, partitions: 'x' },
    { ...progress, partitions: 1e9 },
    { ...progress, complete_to: null },
    { ...progress, complete_to: { 4: 5 } },
    { ...progress, complete_to: { a: 5 } },
    { ...progress, complete_to: { 0: 'x' } },
    { ...progress, complete_to: { 0: 1e300 } },
    { ...progress, caught_up: undefined },
  ])('is not %j', (value) => {
    expect(parseProjectorProgress(written(value))).toBeNull();
  });

  it('is not a message without a value', () => {
    expect(parseProjectorProgress(null)).toBeNull();
  });
});

describe('an update', () => {
  const cells = { kind: 'cells', tenant: 'acme', fact: 'call', buckets: [900, 1_800] };
  const progress = { kind: 'progress', partition: 1, partitions: 4, complete_to: 5 };

  it('is read as it was written', () => {
    for (const update of [cells, progress, { ...progress, complete_to: null }])
      expect(parseUpdate(written(update))).toEqual(update);
  });

  it.each([
    ...NOT_JSON,
    { kind: '__proto__' },
    { ...cells, tenant: undefined },
    { ...cells, buckets: [null] },
    { ...cells, buckets: ['900'] },
    { ...cells, buckets: [901] },
    { ...progress, partition: 4 },
    { ...progress, partition: 1e9, partitions: -1 },
    { ...progress, complete_to: '2020' },
    { ...progress, complete_to: 1e300 },
    { ...progress, complete_to: undefined },
  ])('is not %j', (value) => {
    expect(parseUpdate(written(value))).toBeNull();
  });
});
