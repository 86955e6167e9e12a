import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadArguments, readArguments } from './arguments.js';

const directory = mkdtempSync(join(tmpdir(), 'barometer-arguments-'));
const config = join(directory, 'barometer.yaml');
writeFileSync(config, 'version: 1\n');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("a service's command line", () => {
  it('names the config, and where to listen and write instead', () => {
    expect(readArguments('assessor', ['--config', config])).toEqual({ config });
    expect(readArguments('assessor', ['--config', config, '--port', '0', '--data', directory])).toEqual({
      config,
      port: 0,
      dataDir: directory,
    });
  });

  it('offers help', () => expect(readArguments('assessor', ['--help'])).toBe('help'));

  it.each([
    { why: 'no config', args: [], says: /--config is missing[^]*Usage: node apps\/assessor\/dist\/main.js --config/ },
    { why: 'a config that is not there', args: ['--config', 'nowhere.yaml'], says: /there is no file .*nowhere.yaml/ },
    { why: 'a port that is none', args: ['--config', config, '--port', '70000'], says: /"70000" is not a port/ },
    { why: 'an empty port', args: ['--config', config, '--port', ''], says: /"" is not a port/ },
    { why: 'an unknown option', args: ['--confg', config], says: /Unknown option '--confg'[^]*Usage:/ },
    { why: 'a word too many', args: ['--config', config, 'now'], says: /'now'[^]*Usage:/ },
  ])('is refused with what it takes: $why', ({ args, says }) => {
    expect(() => readArguments('assessor', args)).toThrow(BadArguments);
    expect(() => readArguments('assessor', args)).toThrow(says);
  });
});
