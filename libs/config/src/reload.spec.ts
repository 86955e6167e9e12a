import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenConfig, LiveConfig } from './reload.js';

const NEVER = 2 ** 30;
const config = (threshold: string, more = '') =>
  `version: 1\nsets: { s: {} }\nwatches: { w: { rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= ${threshold} } } } } }\n${more}`;

describe('a live config', () => {
  let folder: string;
  let file: string;
  let live: LiveConfig;
  const told: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'barometer-live-'));
    file = join(folder, 'barometer.yaml');
    writeFileSync(
      file,
      config('3', "receivers: { p: { webhook: { url: 'https://a.org', secretFile: s } } }\nroutes: [{ to: p }]"),
    );
    live = new LiveConfig(file, NEVER);
    told.length = 0;
    live.onChange(({ current, sound }) => told.push(`${threshold(current.definition.watches[0]!.rules[0]!)} ${sound}`));
  });
  afterEach(() => {
    live.close();
    rmSync(folder, { recursive: true });
  });

  const threshold = ({ rungs }: { rungs: readonly { enter: { text: string } }[] }) => rungs[0]!.enter.text;

  it('tells nothing while nothing changes', () => {
    expect(live.check()).toBe(false);
    writeFileSync(file, live.current.text);
    expect(live.check()).toBe(false);
    expect(told).toEqual([]);
  });

  it('looks once a second, so that an edit is in effect within two', () => {
    jest.useFakeTimers();
    try {
      const watched = new LiveConfig(file);
      writeFileSync(file, config('4'));
      jest.advanceTimersByTime(999);
      expect(threshold(watched.current.definition.watches[0]!.rules[0]!)).toBe('count >= 3');
      jest.advanceTimersByTime(1);
      expect(threshold(watched.current.definition.watches[0]!.rules[0]!)).toBe('count >= 4');
      watched.close();
    } finally {
      jest.useRealTimers();
    }
  });

  it('takes a sound edit as a whole', () => {
    const before = live.current.hash;
    writeFileSync(file, config('4'));
    expect(live.check()).toBe(true);
    expect(told).toEqual(['count >= 4 true']);
    expect(live.current.hash).not.toBe(before);
  });

  it('keeps the last good config while an edit is broken, and names the line', () => {
    const before = live.current;
    writeFileSync(file, config('4').replace('levels', 'lvels'));
    expect(live.check()).toBe(true);
    expect(live.current).toBe(before);
    expect(live.sound).toBe(false);
    expect(live.problems).toMatchObject([{ line: 3, suggestion: 'levels' }]);
    expect(live.check()).toBe(false);
    writeFileSync(file, config('5'));
    live.check();
    expect(told).toEqual(['count >= 3 false', 'count >= 5 true']);
    expect(live.problems).toEqual([]);
  });

  it('keeps it when the file vanishes', () => {
    rmSync(file);
    expect(live.check()).toBe(true);
    expect(live.problems).toMatchObject([{ message: 'cannot be read: ENOENT' }]);
    expect(live.current.definition.watches).toHaveLength(1);
  });

  it('notices a changed secret file', () => {
    const hash = live.current.hash;
    writeFileSync(join(file, '..', 's'), 'new');
    expect(live.check()).toBe(true);
    expect(live.current.hash).toBe(hash);
    expect(live.check()).toBe(false);
  });

  it('looks by itself', async () => {
    const quick = new LiveConfig(file, 5);
    const seen = new Promise<string>((resolve) =>
      quick.onChange(({ current }) => resolve(threshold(current.definition.watches[0]!.rules[0]!))),
    );
    writeFileSync(file, config('6'));
    const held = setInterval(() => undefined, 1_000);
    expect(await seen).toBe('count >= 6');
    clearInterval(held);
    quick.close();
  });

  it('stops telling when asked to, or closed', () => {
    const stop = live.onChange(() => told.push('second'));
    stop();
    live.close();
    writeFileSync(file, config('7'));
    live.check();
    expect(told).toEqual([]);
  });

  it('does not start on a broken file', () => {
    writeFileSync(file, 'version: 2\n');
    expect(() => new LiveConfig(file, NEVER)).toThrow(BrokenConfig);
  });
});
