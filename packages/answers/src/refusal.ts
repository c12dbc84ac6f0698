import type { ErrorBody } from '@tallyboard/api/query';
import { nearest } from '@tallyboard/runtime/nearest';

/** Why a request is not answered, as the API says it. Returned, not thrown: the asker can act on it. */
export class Refusal {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 429 | 503,
    readonly code: string,
    readonly message: string,
    readonly details: { field?: string; allowed?: readonly string[] } = {},
    /** When to come back, of 429 and 503. */
    readonly retryAfterS = 5,
  ) {}

  /** The body of the answer. */
  get body(): ErrorBody {
    const { field, allowed } = this.details;
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(field === undefined ? {} : { field }),
        ...(allowed ? { allowed: [...allowed] } : {}),
      },
    };
  }
}

/** A 400 about one parameter. */
export function badParameter(field: string, message: string, allowed?: readonly string[]): Refusal {
  return new Refusal(400, `bad_${field}`, message, allowed ? { field, allowed } : { field });
}

/** A 400 about a word that is none of the allowed ones. `what`: for example "a dimension of calls". */
export function unknownWord(field: string, word: string, what: string, allowed: readonly string[]): Refusal {
  const guess = nearest(word, allowed);
  const hint =
    guess === undefined
      ? `allowed: ${allowed.join(', ') || 'none'}`
      : `did you mean ${JSON.stringify(guess)}?`;
  return badParameter(field, `${JSON.stringify(shorten(word))} is not ${what}; ${hint}`, allowed);
}

/** What people typed, not longer than a line. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
