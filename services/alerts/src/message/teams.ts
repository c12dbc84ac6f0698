import type { AlertWords } from './alert-words.js';
import type { Message } from './message.js';

/**
 * A message for a workflow of Teams that begins "when a webhook request is received". What others wrote stands in
 * RichTextBlocks alone: unlike TextBlocks and facts they know no Markdown, whose escapes clients show in different ways.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
export function teamsPayload(message: Message): object {
  for (let shown = message.alerts.length; ; shown -= 1) {
    const payload = cardOf(message, shown);
    // What is larger than 28 KB is refused by Teams.
    if (shown <= 1 || Buffer.byteLength(JSON.stringify(payload)) <= MOST_BYTES) return payload;
  }
}

const MOST_BYTES = 24_000;

function cardOf(message: Message, shown: number): object {
  const alerts = message.alerts.slice(0, shown);
  const more = message.more + message.alerts.length - shown;
  const links = alerts.flatMap(({ link, title }) => (link ? [{ link, title }] : []));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          fallbackText: literal(message.title),
          body: [
            block([{ ...run(message.title), weight: 'Bolder', size: 'Large', color: colorOf(message) }]),
            ...alerts.flatMap((alert) => aboutOf(alert, alerts.length > 1)),
            ...(more > 0 ? [block([run(`and ${more} more`)])] : []),
          ],
          actions: links.slice(0, MOST_ACTIONS).map(({ link, title }) => ({
            type: 'Action.OpenUrl',
            title: links.length === 1 ? 'Open the alert' : literal(title),
            url: link,
          })),
        },
      },
    ],
  };
}

/** More than these are hidden in a menu. */
const MOST_ACTIONS = 6;

function aboutOf(alert: AlertWords, titled: boolean): object[] {
  const bold = (text: string) => ({ ...run(text), weight: 'Bolder' });
  return [
    ...(titled ? [{ ...block([bold(alert.title)]), separator: true }] : []),
    block([run(alert.state)]),
    ...alert.facts.map(({ label, text }) => block([bold(`${label}: `), run(text)])),
    ...(alert.contributions.length > 0 ? [block([bold('What changed it most:')])] : []),
    ...alert.contributions.map((each) => block([run(`• ${each}`)])),
    ...(alert.rule === '' ? [] : [block([{ ...run(alert.rule), isSubtle: true }])]),
  ];
}

const block = (inlines: object[]) => ({ type: 'RichTextBlock', inlines, spacing: 'Small' });
const run = (text: string) => ({ type: 'TextRun', text: literal(text) });

/** {{DATE(…)}} is the one thing that is read in any text of a card. */
const literal = (text: string): string => text.replaceAll('{{', '{ {').replaceAll('}}', '} }');

const colorOf = ({ isGood, severity }: Message): string =>
  isGood ? 'Good' : severity === 'critical' ? 'Attention' : severity === 'warning' ? 'Warning' : 'Default';
