import { toPng } from '@barometer/chart';
import { clean, type Outgoing } from '@barometer/notice';
import type { SendMailOptions } from 'nodemailer';
import { CHART_CID, htmlOf } from './html.js';
import { textOf } from './text.js';

const LONGEST_SUBJECT = 240;
const LONGEST_ID = 300;

/** The mail of one delivery, built field by field: nothing of it can add a header, read a file or fetch a page. */
export function mailOf(outgoing: Outgoing, from: string): SendMailOptions {
  const { message, recipient, thread, at, key } = outgoing;
  const subject = clean(message.subject, LONGEST_SUBJECT);
  const png = pictureOf(outgoing);
  return {
    from: clean(from, LONGEST_SUBJECT),
    to: { name: '', address: recipient },
    subject: thread.inReplyTo === undefined ? subject : `Re: ${subject}`,
    text: textOf(message),
    html: htmlOf(message, { chart: png !== undefined }),
    messageId: bracketed(thread.messageId),
    ...(thread.inReplyTo === undefined ? {} : { inReplyTo: bracketed(thread.inReplyTo) }),
    references: thread.references.map(bracketed),
    date: new Date(at),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Barometer-Key': clean(key, LONGEST_ID),
      ...(message.history ? { 'X-Barometer-History': 'yes' } : {}),
    },
    attachments:
      png === undefined
        ? []
        : [
            {
              filename: 'reading.png',
              content: png,
              cid: CHART_CID,
              contentType: 'image/png',
              contentDisposition: 'inline' as const,
            },
          ],
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A chart that cannot be drawn does not hold a mail back. */
function pictureOf({ chart }: Outgoing): Buffer | undefined {
  if (chart === undefined) return undefined;
  try {
    return Buffer.from(toPng(chart));
  } catch {
    return undefined;
  }
}

function bracketed(id: string): string {
  return `<${clean(id, LONGEST_ID).replace(/[<>\s]/g, '')}>`;
}
