const MOST_LETTERS = 500;

/** What a person says beside what they do. */
export const noteIn = (body: { note?: unknown } | null | undefined): { note?: string } =>
  typeof body?.note === 'string' ? { note: body.note.slice(0, MOST_LETTERS) } : {};
