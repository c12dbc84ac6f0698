/**
 * Environment of a Node process whose calendar clock is off by so much; performance.now and timers, which measure
 * durations, are right.
 */
export function skewedClock(byMs: number): { NODE_OPTIONS: string } {
  const preload = `
    const Real = globalThis.Date;
    const now = () => Real.now() + ${byMs};
    globalThis.Date = class Date extends Real {
      constructor(...args) { args.length === 0 ? super(now()) : super(...args); }
      static now() { return now(); }
    };`;
  return {
    NODE_OPTIONS: `--import data:text/javascript;base64,${Buffer.from(preload).toString('base64')}`,
  };
}
