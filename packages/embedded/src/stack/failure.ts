/**
 * Why an embedded engine did not start, as one sentence that says what to do about it.
 * A program prints the message alone; `cause` holds the details when there are any.
 */
export class EmbeddedFailure extends Error {
  override readonly name = 'EmbeddedFailure';
}
