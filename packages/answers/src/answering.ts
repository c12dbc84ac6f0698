import type { Database } from './database.js';
import type { Reference } from './reference.js';

/** What answers are made with. */
export interface Answering {
  database: Database;
  reference: Reference;
  /** Epoch ms. */
  now(): number;
  /** Rows of one answer; left out: as many as whoever asks may have. */
  maxRows?: number;
}
