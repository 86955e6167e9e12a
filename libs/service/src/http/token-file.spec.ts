import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../log/logger.js';
import { TokenFile } from './token-file.js';
import { digestOf } from './tokens.js';

const DUTY = 'duty-token-000000001';
const OTHER = 'other-token-00000001';

describe('a token file in use', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-tokens-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'tokens');
  const said: string[] = [];
  const logger = createLogger({ level: 'info', to: { write: (line) => void said.push(line) } });
  const roles = (tokens: TokenFile, token: string) => tokens.holder(digestOf(token))?.roles.join();

  it.each([
    {
      why: 'another token',
      text: `duty act ${OTHER}`,
      then: [undefined, 'act'],
      says: /the edited token file is in effect/,
    },
    { why: 'another role', text: `duty read ${DUTY}`, then: ['read', undefined], says: /file is in effect/ },
    { why: 'the same', text: `duty act ${DUTY}`, then: ['act', undefined], says: undefined },
    { why: 'a fault', text: 'duty act', then: ['act', undefined], says: /line 1.*not in effect/ },
    { why: 'nothing', text: '', then: ['act', undefined], says: /no tokens.*not in effect/ },
    { why: 'no file', text: undefined, then: ['act', undefined], says: /ENOENT.*not in effect/ },
  ])('goes by what it holds now where that can be read: $why', ({ text, then, says }) => {
    writeFileSync(file, `duty act ${DUTY}`);
    const tokens = new TokenFile(file, logger);
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
    said.length = 0;
    tokens.look();
    expect([roles(tokens, DUTY), roles(tokens, OTHER)]).toEqual(then);
    expect(said).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
  });

  it('is right again once it is mended, though that is what it was before', () => {
    writeFileSync(file, `duty act ${DUTY}`);
    const tokens = new TokenFile(file, logger);
    for (const text of ['duty act', `duty act ${DUTY}`]) {
      writeFileSync(file, text);
      tokens.look();
    }
    expect(said.at(-1)).toContain('the edited token file is in effect');
  });

  it('says one thing once, however often somebody looks', () => {
    writeFileSync(file, `duty act ${DUTY}`);
    const tokens = new TokenFile(file, logger);
    writeFileSync(file, 'duty act');
    said.length = 0;
    for (let looks = 0; looks < 3; looks++) tokens.look();
    expect(said).toHaveLength(1);
  });
});
