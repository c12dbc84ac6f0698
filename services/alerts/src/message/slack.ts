import type { AlertWords } from './alert-words.js';
import type { Message } from './message.js';
import { clipped } from './plain-text.js';

/**
 * A message for an incoming webhook of Slack. What others wrote stands in rich text alone, whose elements say what they
 * are: neither <!channel> nor *bold* is read in it. `text` is what notifications show; there & < > must be escaped.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function slackPayload(message: Message): object {
  const blocks: object[] = [
    { type: 'header', text: { type: 'plain_text', text: escaped(message.title, MOST_HEADER), emoji: false } },
  ];
  for (const alert of message.alerts) {
    if (message.alerts.length > 1) blocks.push({ type: 'divider' });
    blocks.push({ type: 'rich_text', elements: elementsOf(alert, message.alerts.length > 1) });
  }
  if (message.more > 0) blocks.push(richText([text(`and ${message.more} more`)]));
  return { text: escaped(message.title, MOST_TEXT), blocks, unfurl_links: false, unfurl_media: false };
}

/** Of a header block. */
const MOST_HEADER = 150;
const MOST_TEXT = 1_000;

function elementsOf(alert: AlertWords, titled: boolean): object[] {
  const lines: object[][] = [
    ...(titled ? [[text(alert.title, 'bold')]] : []),
    [text(alert.state)],
    ...alert.facts.map(({ label, text: said }) => [text(`${label}: `, 'bold'), text(said)]),
  ];
  const elements: object[] = lines.map((line) => section([...line, text('\n')]));
  if (alert.contributions.length > 0) {
    elements.push(section([text('What changed it most:', 'bold')]));
    elements.push({
      type: 'rich_text_list',
      style: 'bullet',
      elements: alert.contributions.map((each) => section([text(each)])),
    });
  }
  if (alert.rule !== '') elements.push(section([text(alert.rule, 'italic'), text('\n')]));
  if (alert.link) elements.push(section([{ type: 'link', url: alert.link, text: 'Open the alert' }]));
  return elements;
}

const richText = (elements: object[]) => ({ type: 'rich_text', elements: [section(elements)] });
const section = (elements: object[]) => ({ type: 'rich_text_section', elements });
const text = (said: string, style?: 'bold' | 'italic') => ({
  type: 'text',
  text: said,
  ...(style ? { style: { [style]: true } } : {}),
});

/** Cut before it is escaped, so that no entity is cut in two. */
function escaped(said: string, length: number): string {
  const entities = (plain: string) =>
    plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  for (let most = length; ; most -= 10) {
    const done = entities(clipped(said, most));
    if (done.length <= length) return done;
  }
}
