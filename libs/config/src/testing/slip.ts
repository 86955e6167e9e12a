import { readConfig } from '../load.js';
import type { Problem } from '../problems/problem.js';

/** Where the files of these tests are said to be. */
export const FILE = 'barometer.yaml';

/** A config without a fault. */
export const SOUND = `version: 1
publicUrl: https://barometer.example.org
timezone: Asia/Baghdad
reporters: { us_dod: A }
feeds:
  region: { datasets: [founding-region], coverage: partial, covers: [2023-07-01/2024-04-23], silentAfter: 48h }
sets:
  attacks: { kind: [attack, salvo], target: [actor:usa-mil] }
watches:
  forces:
    match: { country: [IQ, none] }
    feeds: [region]
    rules:
      surge:
        title: 'Surging in {country}'
        reading: { kind: surge, of: attacks, by: country, window: 7d }
        levels: { elevated: p < 0.01 and count >= 3, high: p < 0.001 and count >= 3 }
        release: 48h
receivers:
  desk: { email: { to: [desk@example.org] } }
  phone: { webhook: { url: 'https://hooks.example.org/duty', secretFile: ./secret } }
routes:
  - { atLeast: high, to: phone, tell: [raised] }
  - { below: high, to: desk, send: daily, at: '07:00' }
settings:
  listen: { port: 8080 }
`;

/** One slip in the sound file, and how it is told. */
export interface Slip {
  readonly why: string;
  /** What is edited, and into what: `@@` marks where the problem must be shown. */
  readonly from: string;
  readonly into: string;
  readonly message: string | RegExp;
  readonly suggestion?: string;
  readonly allowed?: readonly string[];
  readonly severity?: 'warning';
}

const MARK = '@@';

/** What reading the file with the slip finds, and what should be found, where the mark stands. */
export function read(slip: Slip) {
  const marked = SOUND.replace(slip.from, () => slip.into);
  const before = marked.slice(0, marked.indexOf(MARK)).split('\n');
  const { config, problems } = readConfig(marked.replace(MARK, ''), FILE);
  const found: Problem | undefined = problems.find(({ message }) =>
    typeof slip.message === 'string' ? message === slip.message : slip.message.test(message),
  );
  const expected = {
    severity: slip.severity ?? 'error',
    line: before.length,
    column: before.at(-1)!.length + 1,
    ...(slip.suggestion === undefined ? {} : { suggestion: slip.suggestion }),
    ...(slip.allowed === undefined ? {} : { allowed: slip.allowed }),
  };
  return { found, expected, takesEffect: config !== undefined, problems };
}
