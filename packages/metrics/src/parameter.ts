/** What may be said with a question for a metric. */
export interface Parameter {
  name: string;
  type: 'number';
  default: number;
  doc: string;
}

/** Every parameter: as said, else its default. */
export const withDefaults = (
  parameters: readonly Parameter[],
  said: Readonly<Record<string, number>> = {},
): Record<string, number> => ({
  ...Object.fromEntries(parameters.map(({ name, default: value }) => [name, value])),
  ...said,
});
