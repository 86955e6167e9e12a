import type { FeedState } from '@barometer/alert';
import type { DeskView } from '@barometer/desk';
import { readMail } from './mail.js';
import { redacted } from './redact.js';
import { summarise } from './summary.js';

const AT = Date.UTC(2024, 0, 29, 23, 59);
const alive: FeedState = { feed: 'wire', state: 'alive', coverage: 'full' };

function sentence(feeds: readonly FeedState[], undelivered = 0): string {
  const desk = { now: AT, open: () => [], feeds: () => feeds, definition: undefined } as Partial<DeskView> as DeskView;
  const { head, words } = summarise({ desk, at: AT, live: true }, undelivered);
  return `${head} ${words}`;
}

describe('the sentence', () => {
  it.each([
    {
      why: 'every feed alive and full',
      feeds: [alive],
      undelivered: 0,
      says: 'All quiet as of 29 Jan 2024 23:59 UTC; feed wire alive; every notice delivered.',
    },
    {
      why: 'a partial feed',
      feeds: [{ ...alive, coverage: 'partial' as const }],
      undelivered: 0,
      says: 'No alert open as of 29 Jan 2024 23:59 UTC; feed wire alive, partial; every notice delivered.',
    },
    {
      why: 'a silent feed',
      feeds: [alive, { ...alive, feed: 'sea', state: 'silent' as const, since: '2024-01-27T00:00:00.000Z' }],
      undelivered: 0,
      says: 'No alert open as of 29 Jan 2024 23:59 UTC; feed wire alive, feed sea silent since 27 Jan 2024; every notice delivered.',
    },
    {
      why: 'an ended feed',
      feeds: [{ ...alive, state: 'ended' as const }],
      undelivered: 0,
      says: 'No alert open as of 29 Jan 2024 23:59 UTC; feed wire ended; every notice delivered.',
    },
    {
      why: 'no feed',
      feeds: [],
      undelivered: 0,
      says: 'No alert open as of 29 Jan 2024 23:59 UTC; no feed configured; every notice delivered.',
    },
    {
      why: 'a notice that did not arrive',
      feeds: [alive],
      undelivered: 2,
      says: 'No alert open as of 29 Jan 2024 23:59 UTC; feed wire alive; 2 notices not delivered.',
    },
    {
      why: 'a catch-all nothing came by',
      feeds: [alive, { ...alive, feed: 'other', state: 'unseen' as const }],
      undelivered: 0,
      says: 'All quiet as of 29 Jan 2024 23:59 UTC; feed wire alive; every notice delivered.',
    },
  ])('with $why', ({ feeds, undelivered, says }) => {
    expect(sentence(feeds, undelivered)).toBe(says);
  });
});

describe('the shown config', () => {
  it.each([
    { line: '  url: https://hooks.example.org/T0/planted', is: '  url: https://hooks.example.org/[redacted]' },
    {
      line: 'smtp: { host: mail.example.org, pass: planted, port: 25 }',
      is: 'smtp: { host: mail.example.org, pass: [redacted], port: 25 }',
    },
    { line: '  password: planted words # why', is: '  password: [redacted]' },
    { line: '  url: smtps://me:planted@mail.example.org', is: '  url: smtps://[redacted]@mail.example.org' },
    { line: '  secretFile: /run/secrets/phone', is: '  secretFile: /run/secrets/phone' },
    { line: 'publicUrl: https://barometer.example.org/x', is: 'publicUrl: https://barometer.example.org/x' },
    {
      line: '  phone: { webhook: { url: "https://h.example/planted", secretFile: /run/s } }',
      is: '  phone: { webhook: { url: "https://h.example/[redacted]", secretFile: /run/s } }',
    },
    { line: '  turkey: { country: TR }', is: '  turkey: { country: TR }' },
    { line: 'private_key: planted', is: 'private_key: [redacted]' },
  ])('hides what may be secret: $line', ({ line, is }) => {
    expect(redacted(line)).toBe(is);
  });
});

describe('a mail', () => {
  it('is read with its parts decoded and its pictures in place', () => {
    const raw = [
      'Subject: =?UTF-8?Q?CRITICAL_J=C3=B6rdan?=',
      'Content-Type: multipart/mixed; boundary="a"',
      '',
      '--a',
      'Content-Type: multipart/alternative;',
      ' boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'injured =E2=86=92 =',
      '34',
      '--b',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>é<img src="cid:chart@x"></p>').toString('base64'),
      '--b--',
      '',
      '--a',
      'Content-Type: image/png',
      'Content-ID: <chart@x>',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw==',
      '--a--',
      '',
    ].join('\r\n');
    const mail = readMail(Buffer.from(raw));
    expect(mail.headers['subject']).toBe('CRITICAL Jördan');
    expect(mail.text).toBe('injured → 34');
    expect(mail.html).toBe('<p>é<img src="data:image/png;base64,iVBORw=="></p>');
  });

  it.each([
    '',
    'no header',
    'Content-Type: multipart/mixed; boundary=a\n\n--a\n--a',
    `Content-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: multipart/mixed; boundary=x\n\n'.repeat(50)}`,
  ])('that is none is no accident', (raw) => {
    expect(readMail(Buffer.from(raw)).html).toBeUndefined();
  });
});
