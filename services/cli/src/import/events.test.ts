import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEvent } from './events.js';

const AS_OF = Date.parse('2026-03-01T00:00:00Z');
const OPENED_AT = Date.parse('2025-01-01T00:00:00Z');

const opened = (source: string, data: Record<string, unknown>) =>
  toEvent(
    source,
    AS_OF,
    {
      type: 'deal.opened',
      occurredAt: OPENED_AT,
      data: { deal_id: 'D-1', opened_at: OPENED_AT, ...data },
    },
    () => null,
  );

describe('the id of an event', () => {
  it('stays what it was for the same content, so that an old file imported again is in the log already', () => {
    const event = toEvent(
      'crm "a"',
      1_764_174_000_000,
      {
        type: 'deal.opened',
        occurredAt: OPENED_AT,
        data: { deal_id: 'D-1 😀\n', opened_at: OPENED_AT, amount: '12.50', currency: 'EUR', rep_id: null },
      },
      () => null,
    );
    expect(event.id).toBe('23ec09525ddf15f0e91c3576c6de7533');
  });

  it('is a hash of all that it says, in whatever order', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((each) => /\w/.test(each));
    fc.assert(
      fc.property(text, text, text, (source, stage, product) => {
        const said = Object.entries({
          deal_id: 'D-1',
          opened_at: OPENED_AT,
          product,
          source_version: AS_OF,
          stage,
        });
        const content = JSON.stringify([source, 'deal.opened', OPENED_AT, said]);
        const id = hash('sha256', content).slice(0, 32);
        expect(opened(source, { stage, product }).id).toBe(id);
        expect(opened(source, { product, rep_id: null, stage }).id).toBe(id);
      }),
    );
  });
});
