import { describe, expect, it } from 'vitest';
import { attributesOf } from './fields.js';

const docOf = (entity: Parameters<typeof attributesOf>[0], name: string) =>
  attributesOf(entity).find((field) => field.name === name)?.doc;

describe('what an entity can say', () => {
  it('is in the words of the event that says it, not of its correction', () => {
    expect(docOf('order', 'lines')).toBe('What was ordered, a line each; a product may have several.');
    expect(docOf('order', 'currency')).toBe('ISO 4217 code of all amounts.');
    expect(docOf('call', 'outcome')).toBe('`connected` means two people spoke.');
  });

  it('is in the words of the correction where several events say it differently', () => {
    expect(docOf('deal', 'amount')).toBe('Amount, in `currency`.');
  });
});
