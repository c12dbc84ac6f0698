const BUCKET_MS = 900_000;

/** Epoch seconds of the 15-minute UTC bucket of an instant in ms; of what was before 1970 the first one. */
export const bucketOf = (ms: number): number => (Math.floor(Math.max(0, ms) / BUCKET_MS) * BUCKET_MS) / 1000;
