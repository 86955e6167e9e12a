import { contextOf, noticeOf, outgoingOf, raisedTower22, updatedTower22 } from '@barometer/notice/testing';
import { compose, type Outgoing } from '@barometer/notice';
import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { htmlOf } from './html.js';
import { mailOf } from './mail.js';

const base = (): Outgoing => outgoingOf(raisedTower22(), { recipient: 'duty@example.org' });
const CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="24"><rect width="60" height="24"/></svg>';
const HEADERS = [
  ...['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'],
  ...['x-auto-response-suppress', 'x-barometer-key'],
];

async function rawOf(outgoing: Outgoing): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return (await transport.sendMail(mailOf(outgoing, 'Desk <desk@example.org>'))).message as Buffer;
}

describe('the mail of a notice', () => {
  it('holds the text first, then the HTML, and the chart as a picture of its own', async () => {
    const raw = (await rawOf({ ...base(), chart: CHART })).toString();
    expect(raw.indexOf('text/plain')).toBeGreaterThan(0);
    expect(raw.indexOf('text/html')).toBeGreaterThan(raw.indexOf('text/plain'));
    const mail = await PostalMime.parse(raw);
    expect(mail.attachments).toMatchObject([{ mimeType: 'image/png', contentId: '<chart>', disposition: 'inline' }]);
    expect(mail.html).toContain('src="cid:chart"');
    expect(mail.text).toContain(base().message.first);
    expect(mail.html).not.toMatch(/src="(?!cid:)|url\(|<link|<script/);
  });

  it('goes out without a chart that cannot be drawn', async () => {
    const mail = await PostalMime.parse(await rawOf({ ...base(), chart: 'no svg' }));
    expect(mail.attachments).toEqual([]);
    expect(mail.html).not.toContain('cid:');
  });

  it('opens a thread', async () => {
    const mail = await PostalMime.parse(await rawOf(base()));
    expect(mail.subject).toBe(base().message.subject);
    expect(mail.messageId).toBe(`<${base().thread.messageId}>`);
    expect(mail.inReplyTo).toBeUndefined();
    expect(header(mail, 'auto-submitted')).toBe('auto-generated');
  });

  it('answers in its thread under the same subject', async () => {
    const thread = { messageId: 'c@x.org', inReplyTo: 'b@x.org', references: ['a@x.org', 'b@x.org'] };
    const message = compose(noticeOf([updatedTower22()]), contextOf());
    const mail = await PostalMime.parse(await rawOf({ ...base(), message, thread }));
    expect(mail.subject).toBe(`Re: ${message.subject}`);
    expect([mail.messageId, mail.inReplyTo, mail.references]).toEqual([
      '<c@x.org>',
      '<b@x.org>',
      '<a@x.org> <b@x.org>',
    ]);
  });

  it('gains no header and no recipient from any text', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'a\r\nBcc: eve@example.org',
        'a\nX-Evil: 1',
        'a\u2028Bcc: e@x',
        '=?utf-8?q?a=0D=0ABcc:_e?=',
        '\r\n\r\nbody',
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (subject, first, id) => {
        const outgoing = base();
        const message = { ...outgoing.message, subject: `S ${subject}`, first };
        const thread = { ...outgoing.thread, messageId: `k${id}@x.org` };
        const mail = await PostalMime.parse(await rawOf({ ...outgoing, message, thread }));
        expect([...new Set(mail.headers.map(({ key }) => key))].sort()).toEqual(HEADERS);
        expect(mail.to).toEqual([{ name: '', address: 'duty@example.org' }]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the HTML of a mail', () => {
  it.each([
    ['<script>alert(1)</script>', 'runs'],
    ['"><img src=x onerror=alert(1)>', 'breaks out of an attribute'],
    ["' onmouseover='alert(1)", 'breaks out of a single quote'],
    ['https://example.org/"onmouseover="alert(1)', 'hides in a link'],
    ['</style></head><base href=//evil.example>', 'closes the head'],
    ['&lt;script&gt;', 'is escaped once already'],
  ])('shows %s as text: it %s', (text) => {
    const { message } = base();
    const rows = [{ label: text, lines: [text] }];
    const html = htmlOf({ ...message, subject: text, first: text, rows, below: rows, level: text }, { chart: true });
    expect(html).not.toMatch(/<script|<base|<img src=x|="[^"]*" ?on[a-z]+=|' onmouse/);
    expect(html.match(/<img/g)).toHaveLength(1);
  });

  it.each([
    { why: 'a digest, which has no chart', level: 'high', ladder: undefined, back: '#b3430c' },
    { why: 'the usual ladder', level: 'critical', ladder: ['low', 'elevated', 'high', 'critical'], back: '#a3123a' },
    { why: 'the top of a ladder of its own', level: 'war', ladder: ['tension', 'war'], back: '#a3123a' },
    { why: 'a level of no ladder that is known', level: 'war', ladder: undefined, back: '#4a5560' },
  ])('colours a level as high as it stands: $why', ({ level, ladder, back }) => {
    const { chartOf: _, ...message } = base().message;
    const chartOf = ladder === undefined ? {} : { chartOf: { ...raisedTower22(), ladder } };
    expect(htmlOf({ ...message, level, ...chartOf }, { chart: false })).toContain(`background:${back};`);
  });

  it('links nothing but http and https', () => {
    const rows = [{ label: 'Act', lines: ['javascript:alert(1) data:text/html,x https://example.org/a'] }];
    const html = htmlOf({ ...base().message, rows, below: [] }, { chart: false });
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://example.org/a']);
  });
});

function header(mail: { headers: { key: string; value: string }[] }, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value;
}
