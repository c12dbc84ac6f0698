/** The forms in which events come. */
export const CONTENT_TYPES = {
  single: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
  json: 'application/json',
  lines: 'application/x-ndjson',
} as const;
