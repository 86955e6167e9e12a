import { Webhook } from 'standardwebhooks';
import { BadSecret, readSecrets, signatureHeaders } from './sign.js';

const KNOWN = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('the signature of a webhook', () => {
  it('is that of the published vector', () => {
    const headers = signatureHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
      readSecrets(KNOWN),
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('verifies under the old and the new secret while they are rotated', () => {
    const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const headers = signatureHeaders(
      'key-1',
      Date.now(),
      '{"a":1}',
      readSecrets(`# new first\n${next}\r\n\n${KNOWN}\n`),
    );
    for (const secret of [KNOWN, next]) expect(new Webhook(secret).verify('{"a":1}', headers)).toEqual({ a: 1 });
  });

  it.each([
    ['', 'empty'],
    ['# only a comment', 'no secret'],
    ['whsec_c2hvcnQ=', 'too short'],
  ])('refuses the secret file %j (%s) without showing it', (text) => {
    expect(() => readSecrets(text)).toThrow(BadSecret);
    expect(() => readSecrets(text)).not.toThrow(/c2hvcnQ|short/);
  });
});
