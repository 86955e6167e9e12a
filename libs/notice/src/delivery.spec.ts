import { further, readStageKey, stageKey } from './delivery.js';
import { mailDomain } from './plan/thread.js';

describe('a ledger key', () => {
  it('is read back whatever the recipient', () => {
    const key = stageKey('n1', 'https://hooks.example.org/a/b', 'accepted');
    expect(readStageKey(key)).toEqual({ notice: 'n1', recipient: 'https://hooks.example.org/a/b', stage: 'accepted' });
  });

  it.each(['~state', '~alert/A', '~pending/000000000001/n1/r/planned', 'n1/r/elsewhere', 'n1/r'])(
    'is none in %s',
    (key) => {
      expect(readStageKey(key)).toBeUndefined();
    },
  );
});

describe('of two stages', () => {
  it.each([
    ['planned', 'attempted', 'attempted'],
    ['accepted', 'expired', 'accepted'],
    ['attempted', 'withheld', 'withheld'],
    ['attempted', 'superseded', 'superseded'],
  ] as const)('%s and %s: %s is further', (a, b, stage) => {
    expect(further({ stage: a }, { stage: b })).toEqual({ stage });
  });
});

describe('the domain of Message-IDs', () => {
  it.each([
    ['https://Barometer.example.org:8443/x', 'barometer.example.org'],
    ['http://127.0.0.1:8080', '127.0.0.1'],
    ['https://a\r\nb', 'barometer.localhost'],
    [undefined, 'barometer.localhost'],
  ])('of %s is %s', (url, domain) => {
    expect(mailDomain(url)).toBe(domain);
  });
});
