import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type GuardedProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Runs a command that ends when this process ends, however it ends: kill -9 included.
 *
 * A shell starts a watcher and then becomes the command, so the pid is the command's own. The watcher reads
 * from a pipe whose other end only this process holds: end of file means that this process has gone. Both
 * run in a session of their own, so that Ctrl-C in a terminal reaches neither before this process has
 * decided. The watcher is in the command's process group, which keeps the pid from being used again while
 * the watcher lives (POSIX), so it cannot hit a stranger.
 */
export function spawnGuarded(command: string, args: string[], env: NodeJS.ProcessEnv): GuardedProcess {
  const child = spawn('/bin/sh', ['-c', guard, 'guard', command, ...args], {
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  return child;
}

const guard = `
exec 3<&0 </dev/null
guarded=$$
{
  read -r nothing <&3
  kill -TERM $guarded
  seconds=0
  while [ $seconds -lt 10 ] && kill -0 $guarded; do sleep 1; seconds=$((seconds + 1)); done
  kill -KILL $guarded
} >/dev/null 2>&1 &
exec 3<&-
exec "$@"
`;
