import { statSync } from 'node:fs';

/** Tells whether the file at `path` differs from the last time it was asked; the first time it does. */
export function watchFile(path: string): { changed(): 'same' | 'changed' | 'gone' } {
  let last: string | undefined;
  return {
    changed() {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
      const seen = stat && `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
      if (seen === last) return 'same';
      last = seen;
      return seen === undefined ? 'gone' : 'changed';
    },
  };
}
