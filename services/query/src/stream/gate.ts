/** Lets at most so many tasks run at once; the others wait their turn. */
export type Gate = (task: () => Promise<void>) => void;

export function createGate(atOnce: number): Gate {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  const next = () => {
    while (running < atOnce) {
      const task = waiting.shift();
      if (!task) return;
      running += 1;
      void task().finally(() => {
        running -= 1;
        next();
      });
    }
  };
  return (task) => {
    waiting.push(task);
    next();
  };
}
