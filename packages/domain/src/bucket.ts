declare const brand: unique symbol;

/** Start of a quarter of an hour in UTC, epoch seconds: a multiple of 900. */
export type Bucket = number & { readonly [brand]: 'Bucket' };

/** Every zone in use is off UTC by a multiple of this, so that any local hour or day is a range of buckets. */
const BUCKET_SECONDS = 900;

/** The bucket of an instant given in epoch ms; of what was before 1970 the first one. */
export function bucketOf(instantMs: number): Bucket {
  return (Math.floor(Math.max(0, instantMs) / 1000 / BUCKET_SECONDS) * BUCKET_SECONDS) as Bucket;
}
