import { GoalBook, type GoalLog } from '../goals/goal-book.js';

/** Goals that nobody else hears of. */
export function goalsInMemory(): GoalLog {
  const book = new GoalBook();
  return { book, say: async (record) => book.take(record) };
}
