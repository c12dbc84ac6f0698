import { createHash } from 'node:crypto';
import type { Notification } from '@tallyboard/alerting/alert';
import type { AlertWords } from './alert-words.js';
import type { Message } from './message.js';

/** What a mail says, and the ids by which mail programs put it in a thread with the others of the alert. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  messageId: string;
  references: string[];
}

/** `domain` is that of the sender. */
export function mailOf(notification: Notification, message: Message, domain: string): Mail {
  const alerts = [...new Set(notification.transitions.map(({ alert }) => alert))];
  return {
    subject: message.title,
    text: textOf(message),
    html: htmlOf(message),
    messageId: `<${idPart(notification.id)}@${domain}>`,
    references: alerts.slice(0, MOST_REFERENCES).map((alert) => `<alert-${idPart(alert)}@${domain}>`),
  };
}

const MOST_REFERENCES = 10;

/** An id as RFC 5322 lets it stand in a header. */
const idPart = (id: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,120}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');

function textOf(message: Message): string {
  const parts = message.alerts.map((alert) =>
    [
      ...(message.alerts.length > 1 ? [alert.title] : []),
      alert.state,
      '',
      ...alert.facts.map(({ label, text }) => `${label}: ${text}`),
      ...(alert.contributions.length > 0
        ? ['', 'What changed it most:', ...alert.contributions.map((each) => `- ${each}`)]
        : []),
      '',
      alert.rule,
      ...(alert.link ? [alert.link] : []),
    ].join('\n'),
  );
  return `${[message.title, ...parts, ...moreOf(message)].join('\n\n')}\n`;
}

function htmlOf(message: Message): string {
  const parts = message.alerts.map((alert) => alertHtml(alert, message.alerts.length > 1));
  const more = moreOf(message).map((line) => `<p>${escaped(line)}</p>`);
  return `<!doctype html><html><body style="font-family:sans-serif">${[`<h2>${escaped(message.title)}</h2>`, ...parts, ...more].join('\n')}</body></html>`;
}

function alertHtml(alert: AlertWords, titled: boolean): string {
  const rows = alert.facts.map(
    ({ label, text }) =>
      `<tr><th align="left" style="padding-right:1em">${escaped(label)}</th><td>${escaped(text)}</td></tr>`,
  );
  const items = alert.contributions.map((each) => `<li>${escaped(each)}</li>`);
  return [
    ...(titled ? [`<h3>${escaped(alert.title)}</h3>`] : []),
    `<p>${escaped(alert.state)}</p>`,
    `<table>${rows.join('')}</table>`,
    ...(items.length > 0 ? [`<p>What changed it most:</p><ul>${items.join('')}</ul>`] : []),
    `<p><em>${escaped(alert.rule)}</em></p>`,
    ...(alert.link ? [`<p><a href="${escaped(alert.link)}">Open the alert</a></p>`] : []),
  ].join('\n');
}

const moreOf = ({ more }: Message): string[] => (more > 0 ? [`and ${more} more`] : []);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
