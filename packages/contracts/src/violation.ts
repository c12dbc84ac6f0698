/** One way in which data break their contract. */
export interface Violation {
  field: string;
  reason: string;
  expected: string;
}
