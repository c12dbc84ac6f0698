import { vi } from 'vitest';

/**
 * A test waits for a condition however busy the machine is; vitest's own second is an assertion of a time. What asks for
 * another limit has it.
 */
const PATIENCE = { timeout: 30_000, interval: 20 };
const { waitFor } = vi;
vi.waitFor = (check, options = {}) =>
  waitFor(check, typeof options === 'number' ? options : { ...PATIENCE, ...options });
