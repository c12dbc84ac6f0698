import { useEffect, useState } from 'preact/hooks';
import { ask } from '../ask.js';

export type Answered<T> =
  | { kind: 'waiting' }
  | { kind: 'given'; value: T }
  | { kind: 'none'; sentence: string };

/** What an address answers, asked again when `version` changes; what was there stays until the new is. */
export function useAnswer<T>(
  url: string,
  read: (body: unknown) => T | null,
  version: unknown = 0,
): Answered<T> {
  const [answered, setAnswered] = useState<Answered<T>>({ kind: 'waiting' });
  useEffect(() => {
    let isCurrent = true;
    void ask(url).then((asked) => {
      if (!isCurrent) return;
      const value = asked.kind === 'answer' ? read(asked.body) : null;
      if (value !== null) setAnswered({ kind: 'given', value });
      else if (asked.kind === 'refused') setAnswered({ kind: 'none', sentence: asked.sentence });
      else setAnswered({ kind: 'none', sentence: 'The alerts service does not answer.' });
    });
    return () => {
      isCurrent = false;
    };
  }, [url, version]);
  return answered;
}
