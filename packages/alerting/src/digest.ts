import { createHash } from 'node:crypto';

/** What follows from a text and is short enough for an id. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);
