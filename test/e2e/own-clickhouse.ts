import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** chdb by itself: ClickHouse with nothing of what packages/embedded forbids it. */
const chdb = createRequire(
  fileURLToPath(new URL('../../packages/embedded/package.json', import.meta.url)),
).resolve('chdb');

/**
 * A ClickHouse of a data engineer's own, in a process of its own: runs `statements`, and then `question` until it has
 * an answer.
 *
 * @param dir where it keeps its data.
 * @returns the answer as TSV. Rejects with what went wrong.
 */
export async function ownClickHouse(
  dir: string,
  statements: readonly string[],
  question: string,
): Promise<string> {
  const program = `
    const { Session } = require(${JSON.stringify(chdb)});
    const session = new Session(${JSON.stringify(dir)});
    const run = (sql) => session.query(sql, 'TabSeparated');
    for (const sql of ${JSON.stringify(['CREATE DATABASE mine', 'USE mine', ...statements])}) run(sql);
    const look = () => {
      const answer = run(${JSON.stringify(question)});
      if (answer === '') return setTimeout(look, 100);
      process.stdout.write(answer, () => process.kill(process.pid, 'SIGKILL'));
    };
    look();`;
  const child = spawn(process.execPath, ['--input-type=commonjs', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [answer, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (answer === '') throw new Error(said);
  return answer;
}
