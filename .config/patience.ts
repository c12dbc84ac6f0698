import { vi } from 'vitest';

/** A busy machine is no failure: what a test waits for may take nearly as long as the test itself, not one second. */
const patient = { timeout: 45_000 };

const { waitFor } = vi;
vi.waitFor = (check, options) =>
  waitFor(check, typeof options === 'number' ? options : { ...patient, ...options });
