import { mkdirSync, mkdtempSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveConfig } from './reload.js';

const NEVER = 2 ** 30;
const config = (threshold: number) =>
  `version: 1
sets: { s: {} }
watches: { w: { rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= ${threshold} } } } } }
receivers: { p: { webhook: { url: 'https://a.org', secretFile: ../secrets/key } } }
routes: [{ to: p }]
`;

/** Files as Kubernetes mounts them: links through `..data` to a folder that is replaced as a whole, the old one removed. */
class Mount {
  private edits = 0;

  constructor(readonly path: string) {
    mkdirSync(path);
  }

  write(files: Readonly<Record<string, string>>): void {
    this.edits += 1;
    const folder = `..2026_11_22_${this.edits}`;
    mkdirSync(join(this.path, folder));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.path, folder, name), text);
    const before = this.edits === 1 ? undefined : readlinkSync(join(this.path, '..data'));
    symlinkSync(folder, join(this.path, '..data_tmp'));
    renameSync(join(this.path, '..data_tmp'), join(this.path, '..data'));
    if (before === undefined)
      for (const name of Object.keys(files)) symlinkSync(join('..data', name), join(this.path, name));
    else rmSync(join(this.path, before), { recursive: true });
  }
}

describe('a config mounted by Kubernetes', () => {
  let folder: string;
  let map: Mount;
  let secrets: Mount;
  let live: LiveConfig;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'barometer-mounted-'));
    map = new Mount(join(folder, 'config'));
    secrets = new Mount(join(folder, 'secrets'));
    map.write({ 'barometer.yaml': config(3) });
    secrets.write({ key: 'first' });
    live = new LiveConfig(join(map.path, 'barometer.yaml'), NEVER);
  });
  afterEach(() => {
    live.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const threshold = () => live.current.definition.watches[0]!.rules[0]!.rungs[0]!.enter.text;

  it('is followed through every swap of the folder behind it', () => {
    for (const next of [4, 5, 6]) {
      map.write({ 'barometer.yaml': config(next) });
      expect(live.check()).toBe(true);
      expect([threshold(), live.problems]).toEqual([`count >= ${next}`, []]);
    }
  });

  it('is not taken for an edit where the same content is mounted anew', () => {
    map.write({ 'barometer.yaml': config(3) });
    expect(live.check()).toBe(false);
  });

  it('tells of a secret that was swapped', () => {
    secrets.write({ key: 'second' });
    expect(live.check()).toBe(true);
    expect(live.check()).toBe(false);
  });

  it('stays in effect while a swap brings a broken one', () => {
    map.write({ 'barometer.yaml': config(4).replace('levels', 'lvels') });
    expect(live.check()).toBe(true);
    expect([threshold(), live.sound]).toEqual(['count >= 3', false]);
  });
});
