import type { Notification } from '@tallyboard/alerting/alert';

/** What became of one attempt to hand a notification over. */
export type Outcome =
  | { kind: 'taken' }
  /** Worth another try, not before `waitMs`; the reason is for people and holds no secret. */
  | { kind: 'again'; reason: string; waitMs?: number }
  /** It will never be taken. */
  | { kind: 'final'; reason: string };

/** Tries once. */
export type Attempt = (signal: AbortSignal) => Promise<Outcome>;

/** Puts a notification that is told at `toldMs` into the form of a channel; the attempts all send the same. */
export type Prepare = (notification: Notification, toldMs: number) => Attempt;

/** What is wrong with a connection, in a word that names no secret: `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : plainWords(String(message ?? error));
}

const plainWords = (text: string): string => text.replace(/\bhttps?:\/\/\S+/g, '(address)').slice(0, 200);
