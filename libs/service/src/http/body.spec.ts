import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, readBody, readSmall } from './body.js';

const incoming = (text: string, type = 'application/json') =>
  Object.assign(Readable.from([Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))]), {
    headers: { 'content-type': type },
  }) as unknown as IncomingMessage;

describe('a body', () => {
  it('is kept whole, or in its first part with length and digest of all', async () => {
    const text = 'abcdefgh';
    const sha256 = createHash('sha256').update(text).digest('hex');
    const whole = await readBody(incoming(text), 8);
    expect([Buffer.from(whole.bytes).toString(), whole.length, whole.truncated, whole.sha256]).toEqual([
      text,
      8,
      false,
      sha256,
    ]);
    const part = await readBody(incoming(text), 5);
    expect([Buffer.from(part.bytes).toString(), part.length, part.truncated, part.sha256]).toEqual([
      'abcde',
      8,
      true,
      sha256,
    ]);
  });

  it('is not read without end', async () => {
    await expect(readBody(incoming('abcdefgh'), 1, 4)).rejects.toThrow(BodyTooLarge);
  });

  it.each([
    { why: 'JSON', text: '{"a":1}', type: 'application/json; charset=utf-8', is: { a: 1 } },
    {
      why: 'a form',
      text: 'a=1&b=x&b=y&__proto__=z',
      type: 'application/x-www-form-urlencoded',
      is: { a: '1', b: ['x', 'y'], ['__proto__']: 'z' },
    },
    { why: 'nothing', text: '', type: '', is: {} },
    { why: 'a list', text: '[1]', type: 'application/json', is: undefined },
    { why: 'broken JSON', text: '{"a"', type: 'application/json', is: undefined },
    {
      why: 'a form too large',
      text: `a=${'x'.repeat(70_000)}`,
      type: 'application/x-www-form-urlencoded',
      is: undefined,
    },
    { why: 'past what is even counted', text: 'x'.repeat(600_000), type: 'application/json', is: undefined },
    { why: 'too large', text: `{"a":"${'x'.repeat(70_000)}"}`, type: 'application/json', is: undefined },
  ])('small: $why', async ({ text, type, is }) => {
    const found = await readSmall(incoming(text, type));
    expect(found === undefined ? found : Object.entries(found)).toEqual(is === undefined ? is : Object.entries(is));
    expect(({} as Record<string, unknown>)['z']).toBeUndefined();
  });
});
