import { Errors } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { aNotification, aTransition, NOON } from '../testing/alerts.js';
import { mailOf } from './email.js';
import { messageOf } from './message.js';
import { slackPayload } from './slack.js';
import { teamsPayload } from './teams.js';
import { WebhookBody, webhookBody } from './webhook-body.js';

const telling = { tz: 'UTC', nowMs: NOON * 1_000 };

/** What a rep may have called themselves. */
const HOSTILE =
  '<!channel> &amp; <script>alert(1)</script> *b* _i_ [x](javascript:y) {{DATE(2017-02-14T06:00:00Z)}}';
const hostile = aNotification(
  {},
  aTransition({
    labels: { office: HOSTILE },
    title: HOSTILE,
    words: HOSTILE,
    contributions: [{ dimension: 'rep', value: 'x', label: HOSTILE, words: HOSTILE }],
  }),
);
const many = (count: number, text: string) =>
  aNotification(
    {},
    ...Array.from({ length: count }, (_, i) =>
      aTransition({
        id: `s${i}`,
        labels: { office: text },
        title: text,
        words: text,
        contributions: Array.from({ length: 9 }, () => ({ dimension: 'rep', value: text, words: text })),
      }),
    ),
  );

/** Every object in a value, however deep. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const part of Object.values(value)) yield* objectsIn(part);
}

describe('Slack', () => {
  const payload = slackPayload(messageOf(hostile, telling)) as {
    text: string;
    blocks: { type: string; text?: { type: string; text: string } }[];
  };

  it('reads nothing into what others wrote', () => {
    for (const object of objectsIn(payload)) {
      expect(object.type).not.toBe('mrkdwn');
      // Whatever is not an element of rich text is read for <…>.
      const isRichText = object.type === 'text' || object.type === 'link';
      if (typeof object.text === 'string' && !isRichText)
        expect(object.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }
    expect(payload.text).toContain('&lt;!channel&gt; &amp;amp;');
  });

  it('shows a text in notifications, and a link', () => {
    const { text, blocks } = slackPayload(messageOf(aNotification(), telling)) as typeof payload;
    expect(text).toBe('Warning: First response is slow: Munich, 2 h 10 min');
    expect(blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text, emoji: false } });
    expect([...objectsIn(blocks)]).toContainEqual({
      type: 'link',
      url: 'https://tally.example.com/alerts/alert-1',
      text: 'Open the alert',
    });
  });

  it('keeps its limits: 150 characters of a header, 50 blocks, and no entity cut in two', () => {
    const { blocks } = slackPayload(messageOf(many(200, `a${'&'.repeat(400)}`), telling)) as typeof payload;
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks[0]!.text!.text.length).toBeLessThanOrEqual(150);
    expect(blocks[0]!.text!.text).toMatch(/^([^&]|&amp;)*$/);
  });
});

describe('Teams', () => {
  it('shows what others wrote in text runs alone, where no Markdown is read', () => {
    const payload = teamsPayload(messageOf(hostile, telling));
    for (const object of objectsIn(payload)) {
      expect(['TextBlock', 'FactSet']).not.toContain(object.type);
      if (typeof object.text === 'string') expect(object.type).toBe('TextRun');
    }
    expect(JSON.stringify(payload)).not.toContain('{{');
  });

  it('is a card as a workflow takes it', () => {
    const payload = teamsPayload(messageOf(aNotification(), telling));
    expect(payload).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
    });
    const objects = [...objectsIn(payload)];
    expect(objects).toContainEqual({
      type: 'TextRun',
      text: 'Warning: First response is slow: Munich, 2 h 10 min',
      weight: 'Bolder',
      size: 'Large',
      color: 'Warning',
    });
    expect(objects).toContainEqual({
      type: 'Action.OpenUrl',
      title: 'Open the alert',
      url: 'https://tally.example.com/alerts/alert-1',
    });
  });

  it('stays under 28 KB and says how many it leaves out', () => {
    const text = JSON.stringify(teamsPayload(messageOf(many(30, 'Ж🙂'.repeat(200)), telling)));
    expect(Buffer.byteLength(text)).toBeLessThan(28_000);
    expect(text).toMatch(/and 2\d more/);
  });
});

describe('a mail', () => {
  const mail = mailOf(hostile, messageOf(hostile, telling), 'example.com');

  it('has no tags but its own', () => {
    const tags = new Set([...mail.html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    expect([...tags]).toEqual(['html', 'body', 'h2', 'p', 'table', 'tr', 'th', 'td', 'ul', 'li', 'em', 'a']);
    expect(mail.html).toContain('&lt;script&gt;');
  });

  it('says the same in plain text', () => {
    const { text } = mailOf(aNotification(), messageOf(aNotification(), telling), 'example.com');
    expect(text).toContain('Value: 2 h 10 min (n 120)');
    expect(text).toContain('- Anna Bauer: 12 of 20 unanswered, usually 3');
    expect(text).toContain('https://tally.example.com/alerts/alert-1');
  });

  it('goes to the thread of its alert, whatever the ids look like', () => {
    const odd = aNotification({ id: 'x> \r\nBcc: all' }, aTransition({ alert: 'a b' }));
    expect(mail.messageId).toBe('<notification-1@example.com>');
    expect(mail.references).toEqual(['<alert-alert-1@example.com>']);
    const { messageId, references } = mailOf(odd, messageOf(odd, telling), 'example.com');
    expect(messageId).toMatch(/^<[0-9a-f]{64}@example\.com>$/);
    expect(references[0]).toMatch(/^<alert-[0-9a-f]{64}@example\.com>$/);
  });
});

describe('the body of a webhook', () => {
  const body = (notification = aNotification()) =>
    JSON.parse(webhookBody(notification, messageOf(notification, telling), telling.nowMs));

  it('is what its schema says', () => {
    for (const notification of [
      aNotification(),
      hostile,
      aNotification({}, aTransition({ state: 'withdrawn', corrects: 's' })),
      aNotification({ kind: 'test', transitions: [] }),
    ])
      expect([...Errors(WebhookBody, body(notification))]).toEqual([]);
    expect([...Errors(WebhookBody, { ...body(), type: 'other' })]).not.toEqual([]);
  });

  it('has the form of Standard Webhooks, with the values as they came', () => {
    expect(body(hostile)).toMatchObject({
      type: 'alert',
      timestamp: '2026-03-02T11:00:00.000Z',
      data: {
        id: 'notification-1',
        transitions: [
          {
            id: 'step-1',
            at: '2026-03-02T11:00:00Z',
            since: '2026-03-02T08:50:00Z',
            judgement: { from: '2026-03-02T07:00:00Z', to: '2026-03-02T11:00:00Z' },
            labels: { office: HOSTILE },
            link: 'https://tally.example.com/alerts/alert-1',
            said: 'firing, since Mon 2 Mar 2026, 08:50 (UTC)',
          },
        ],
      },
    });
  });

  it('is written down as a JSON schema', async () => {
    await expect(`${JSON.stringify(WebhookBody, null, 2)}\n`).toMatchFileSnapshot(
      './webhook-body.schema.json',
    );
  });
});
