const BUCKET_MS = 900_000;

/** Epoch seconds of the 15-minute UTC bucket of an instant in ms. */
export const bucketOf = (ms: number): number => (Math.floor(ms / BUCKET_MS) * BUCKET_MS) / 1000;
