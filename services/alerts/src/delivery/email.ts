import { createTransport } from 'nodemailer';
import { mailOf } from '../message/email.js';
import { messageOf } from '../message/message.js';
import type { Channel, Receiver, Smtp } from '../receivers/receiver.js';
import { type Outcome, type Prepare, reasonOf } from './outcome.js';

/** Sends mails, plain text and HTML, over a connection of its own each. */
export function byEmail(
  { tz }: Receiver,
  { smtp, from, to }: Extract<Channel, { type: 'email' }>,
  timeoutMs: number,
): Prepare {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return (notification, toldMs) => {
    const { subject, text, html, messageId, references } = mailOf(
      notification,
      messageOf(notification, { tz, nowMs: toldMs }),
      domain,
    );
    const mail = {
      from,
      to: [...to],
      subject,
      text,
      html,
      messageId,
      references,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    return async (signal) => {
      signal.throwIfAborted();
      const deadlineMs = ANSWERS * timeoutMs;
      const ending = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
      try {
        const transport = createTransport(optionsOf(smtp, timeoutMs));
        const { rejected } = await transport.sendMail({ ...mail, signal: ending });
        if (rejected.length === 0) return { kind: 'taken' };
        // The others have it and would get it twice.
        return { kind: 'final', reason: `refused for ${rejected.length} of ${to.length} recipients` };
      } catch (error) {
        signal.throwIfAborted();
        if (ending.aborted) return { kind: 'again', reason: `not taken within ${deadlineMs / 1_000} s` };
        return judged(error as SmtpError);
      }
    };
  };
}

/** A server may take its time for each of its answers, and for all of them so many times as long. */
const ANSWERS = 6;

interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
}

/** What the server says of this mail for good (5yz, RFC 5321) is final; a wrong password may be put right. */
function judged(error: SmtpError): Outcome {
  const { responseCode = 0, command = '' } = error;
  const reason = `${reasonOf(error)}${responseCode > 0 ? `, answered ${responseCode}` : ''}`;
  const isOfMail = /^(MAIL|RCPT|DATA)/.test(command);
  return { kind: responseCode >= 500 && isOfMail ? 'final' : 'again', reason };
}

function optionsOf({ host, port, secure, login }: Smtp, timeoutMs: number) {
  return {
    host,
    port,
    secure,
    // A password goes over no open line, but for one within this machine.
    requireTLS: login !== null && !secure && !['localhost', '127.0.0.1', '::1'].includes(host),
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    logger: false,
  };
}
