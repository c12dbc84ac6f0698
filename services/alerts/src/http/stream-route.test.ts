import { describe, expect, it } from 'vitest';
import { aTransition, NOON } from '../testing/alerts.js';
import { appOverBook, TENANT } from '../testing/app-over-book.js';

describe('the stream of open alerts', () => {
  it('says many changes of a moment as one, to each who looks, and none of another tenant', async () => {
    const { app, book } = await appOverBook();
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      const readers = await Promise.all([open(url), open(url)]);
      for (const read of readers) expect(await read()).toEqual([]);
      const change = (tenant: string, alert: string) => {
        const transition = aTransition({ tenant, rule: 'csat-drop', alert, id: alert });
        book.take({ kind: 'transition', transition }, NOON * 1_000);
      };
      change('other', 'z');
      for (const alert of ['a', 'b', 'c']) change(TENANT, alert);
      // One message has all three: were each said by itself, the first had one.
      for (const read of readers) expect((await read()).sort()).toEqual(['a', 'b', 'c']);
    } finally {
      await app.close();
    }
  });
});

/** Reads the ids of open alerts, message by message. */
async function open(url: string): Promise<() => Promise<string[]>> {
  const answer = await fetch(`${url}/v1/alerts/stream`);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async () => {
    while (!text.includes('\n\n')) text += (await reader.read()).value ?? '';
    const end = text.indexOf('\n\n');
    const [, data] = text.slice(0, end).split('data: ');
    text = text.slice(end + 2);
    return (JSON.parse(data!) as { alerts: { id: string }[] }).alerts.map(({ id }) => id);
  };
}
