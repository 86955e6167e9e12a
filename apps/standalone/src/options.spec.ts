import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadOptions, exampleOptions, readOptions } from './options.js';

const directory = mkdtempSync(join(tmpdir(), 'options-'));
const config = join(directory, 'barometer.yaml');
const history = join(directory, 'incidents.ndjson');
writeFileSync(config, 'version: 1\n');
writeFileSync(history, '');
afterAll(() => rmSync(directory, { recursive: true }));

describe('the command line', () => {
  it('without arguments runs the bundled example, whose pages open at 29 Jan 2024', () => {
    expect(readOptions([])).toEqual(exampleOptions());
    expect(exampleOptions()).toMatchObject({ example: true, defaultAt: Date.UTC(2024, 0, 30) - 1 });
  });

  it('takes a config of one’s own, which is never the example', () => {
    expect(readOptions([config, '--history', history, '--port', '0', '--data', directory])).toEqual({
      config,
      history,
      dataDir: directory,
      port: 0,
      example: false,
    });
  });

  it.each([
    { why: 'a config that is not there', args: ['nowhere.yaml'], says: /there is no file .*nowhere.yaml/ },
    { why: 'a history that is not there', args: [config, '--history', 'nowhere'], says: /there is no file/ },
    { why: 'a port that is none', args: ['--port', '70000'], says: /"70000" is not a port/ },
    { why: 'an unknown option', args: ['--prot', '1'], says: /Unknown option '--prot'[^]*Usage: npm start/ },
  ])('refuses $why', ({ args, says }) => {
    expect(() => readOptions(args)).toThrow(BadOptions);
    expect(() => readOptions(args)).toThrow(says);
  });

  it('offers help', () => expect(readOptions(['--help'])).toBe('help'));
});
