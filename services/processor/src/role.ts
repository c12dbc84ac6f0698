/** A part of the processor that runs until it is stopped; stopping finishes and commits the round under way. */
export interface Role {
  stop(): Promise<void>;
}
