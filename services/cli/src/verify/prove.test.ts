import type { ComparedCell as Cell } from '@tallyboard/domain/compare';
import { factOf } from '@tallyboard/facts/facts';
import { describe, expect, it } from 'vitest';
import { addPart, compareCells, type Keyed } from './compare.js';
import { type Proof, prove, type Sides } from './prove.js';
import { describeProof, proofAsJson } from './report.js';
import { createSpill } from './spill.js';

const fact = factOf('deal');
const BUCKET = 1_488_326_400;

const cell = (measures: Record<string, unknown>, rep = 'moses', bucket = BUCKET): Cell => ({
  tenant: 'acme',
  fact: 'deal',
  bucket,
  dimensions: { office: 'west', team: '', rep, pipeline: '', product: '', lead_source: '', currency: 'USD' },
  measures,
});
const won = { opened: 0, won: 1, won_amount: '1054.0000', won_priced: 1, cycle_hist: { 11400000: 1 } };
const asKeyed = (cells: Cell[]) => {
  const keyed: Keyed = new Map();
  for (const each of cells) addPart(fact, keyed, each);
  return keyed;
};
const compare = (proven: Cell[], stored: Cell[]) => compareCells(fact, asKeyed(proven), stored);

describe('a comparison of cells', () => {
  it('finds nothing where only the spelling differs', async () => {
    const stored = cell({
      ...won,
      won: '1',
      won_amount: '1054',
      lost_amount: '0',
      cycle_hist: { '11400000': '1' },
    });
    expect(compare([cell(won)], [stored])).toEqual({ cells: 1, mismatches: [] });
  });

  it('names each measure that differs, with both values', () => {
    const { mismatches } = compare(
      [cell(won)],
      [cell({ ...won, won_amount: '1054.0001', cycle_hist: { 11400000: 2 } })],
    );
    expect(mismatches.map(({ differences }) => differences)).toEqual([
      [
        { measure: 'won_amount', stored: '1054.0001', proven: '1054' },
        { measure: 'cycle_hist', stored: '{11400000: 2}', proven: '{11400000: 1}' },
      ],
    ]);
  });

  it('finds a cell that is not stored, and one that is stored and should not be', async () => {
    const { cells, mismatches } = compare([cell(won, 'moses')], [cell(won, 'vicki')]);
    expect(cells).toBe(2);
    expect(mismatches.map(({ dimensions, differences }) => [dimensions.rep, differences[0]])).toEqual([
      ['vicki', { measure: 'won', stored: '1', proven: '0' }],
      ['moses', { measure: 'won', stored: '0', proven: '1' }],
    ]);
  });

  it('takes a stored row of zeros for an absent one', async () => {
    expect(compare([], [cell({ won: 0, won_amount: '0.0000', cycle_hist: {} })])).toEqual({
      cells: 0,
      mismatches: [],
    });
  });

  it('tells integers apart that are too large for a number', () => {
    const { mismatches } = compare(
      [cell({ cycle_ms: '9007199254740993' })],
      [cell({ cycle_ms: '9007199254740992' })],
    );
    expect(mismatches).toHaveLength(1);
  });
});

const SLICES = 3;

/** Both sides as they are at each look; the last one stays. */
function sidesOf(looks: { stored: Cell[]; proven: Cell[] }[]): Sides & { asked: number } {
  let look = -1;
  const now = () => looks[Math.min(look, looks.length - 1)] ?? { stored: [], proven: [] };
  return {
    facts: [fact],
    tables: [],
    slices: SLICES,
    asked: 0,
    async advance() {
      look += 1;
      this.asked += 1;
    },
    // Each entity lies in a slice of its own.
    proven: (slice) => now().proven.filter((_, i) => i % SLICES === slice),
    async *storedCells() {
      yield now().stored;
    },
    storedRows: () => {
      throw new Error('no table');
    },
    spill: createSpill,
  };
}

describe('a proof', () => {
  it('is done after one look when every cell is right', async () => {
    const sides = sidesOf([{ stored: [cell(won)], proven: [cell(won)] }]);
    expect(await prove(sides)).toMatchObject({ cells: { deal: 1 }, wrong: [], moving: [], uncounted: 0 });
    expect(sides.asked).toBe(1);
  });

  it('looks again at a cell that was restated with events the proof had not read', async () => {
    const more = cell({ ...won, won: 2 });
    const proof = await prove(
      sidesOf([
        { stored: [more], proven: [cell(won)] },
        { stored: [more], proven: [more] },
      ]),
    );
    expect(proof).toMatchObject({ wrong: [], moving: [] });
  });

  it('calls a cell wrong that stays the same and wrong', async () => {
    const sides = sidesOf([{ stored: [cell({ ...won, won: 2 })], proven: [cell(won)] }]);
    const proof = await prove(sides);
    expect(proof.wrong.map(({ differences }) => differences)).toEqual([
      [{ measure: 'won', stored: '2', proven: '1' }],
    ]);
    expect(sides.asked).toBe(2);
  });

  it('calls a cell that changes at every look moving, not wrong', async () => {
    const looks = [1, 2, 3, 4, 5].map((n) => ({
      stored: [cell({ won: n + 1 })],
      proven: [cell({ won: n })],
    }));
    const proof = await prove(sidesOf(looks), { rounds: 3 });
    expect(proof.wrong).toEqual([]);
    expect(proof.moving).toHaveLength(1);
  });

  it('adds up the parts of a cell that come from different slices, digit by digit', async () => {
    const parts = [
      cell({ won: 1, won_amount: '99999999999999.9999', cycle_hist: { 5: 1, 7: 1 } }),
      cell({ won: 2, won_amount: '0.0002', cycle_hist: { 7: 2 } }),
    ];
    const whole = cell({ won: '3', won_amount: '100000000000000.0001', cycle_hist: { 5: 1, 7: 3 } });
    expect(await prove(sidesOf([{ stored: [whole], proven: parts }]))).toMatchObject({
      cells: { deal: 1 },
      wrong: [],
    });
  });

  it('keeps only so many wrong cells, and says of how many others it knows nothing more', async () => {
    const stored = Array.from({ length: 9 }, (_, i) => cell(won, `rep-${i}`));
    const proof = await prove(sidesOf([{ stored, proven: [] }]), { mostOpen: 4 });
    expect([proof.wrong.length, proof.uncounted]).toEqual([4, 5]);
    expect(describeProof(provenOf(proof)).join('\n')).toContain('5 more differed');
  });

  it('tells when folding begins, so that its rate is that of folding alone', async () => {
    const told: (string | number)[] = [];
    await prove(sidesOf([{ stored: [cell(won)], proven: [cell(won)] }]), {
      onStored: (what) => told.push(what),
      onFolded: (events) => told.push(events),
    });
    expect(told).toEqual(['deal cells', 0]);
  });

  it('refuses to pass over a measure that no table stores', async () => {
    await expect(prove(sidesOf([{ stored: [], proven: [cell({ charm: 1 })] }]))).rejects.toThrow(
      /deal\.charm/,
    );
  });
});

const provenOf = (proof: Proof) => ({ proof, read: { messages: 2, undecodable: 0 }, ms: 10 });

describe('the report of a proof', () => {
  const wrongOne = async () => prove(sidesOf([{ stored: [cell({ ...won, won: 2 })], proven: [cell(won)] }]));

  it('says zero drift only when all is proven', async () => {
    const right = await prove(sidesOf([{ stored: [cell(won)], proven: [cell(won)] }]));
    expect(describeProof(provenOf(right))[0]).toMatch(/^Zero drift/);
    expect(describeProof(provenOf(right))[1]).toMatch(/^1 groups of cells \(1 deal\) and 0 event rows/);
    const moving = { ...right, moving: (await wrongOne()).wrong };
    expect(describeProof(provenOf(moving)).join('\n')).not.toMatch(/Zero drift/);
  });

  it('names tenant, fact, bucket, dimensions and measure of a wrong cell, with both values', async () => {
    const proof = await wrongOne();
    expect(describeProof(provenOf(proof)).join('\n')).toMatch(
      /acme +deal +2017-03-01T00:00Z +west \/ – \/ moses .* won +2 +1$/m,
    );
    expect(proofAsJson(provenOf(proof))).toMatchObject({
      drift: true,
      wrong_cells: 1,
      wrong: [
        {
          tenant: 'acme',
          fact: 'deal',
          bucket: '2017-03-01T00:00Z',
          differences: [{ measure: 'won', stored: '2', proven: '1' }],
        },
      ],
    });
  });
});
