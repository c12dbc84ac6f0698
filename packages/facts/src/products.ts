import type { Fact } from './define.js';

/** By what a fact is asked for: its dimensions, and what a product belongs to where it names one. */
export const askedDimensions = ({ dimensions }: Pick<Fact, 'dimensions'>): string[] =>
  dimensions.flatMap((name) => (name === 'product' ? [name, 'category'] : [name]));
