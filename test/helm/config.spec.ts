import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@barometer/config';
import fc from 'fast-check';
import { CHART, onHelm } from './helm.js';
import { ofKind, podsOf, render, servicePods } from './objects.js';
import { SERVICES } from './switches.js';

const TREACHEROUS = `version: 1
# on, off, yes, NO
watches:
  w:
    match: { country: [NO, no, 'NO', SE], id: [0123, 1e3, 0x1F, 12:30, 1_000, .5, ~, null, on] }
\ttabs: 'kept'
on: off
trailing:   \nquotes: "\\u0041 'a' \\\\ {{ .Values.x }} {{\`}}"   `;

/** Without it Helm refuses what it can read. */
const LISTEN = 'settings: { listen: { host: 0.0.0.0 } }';

onHelm('the config in the chart', (helm) => {
  const folder = mkdtempSync(join(tmpdir(), 'barometer-helm-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const inMap = (...args: Parameters<typeof render> extends [unknown, ...infer Rest] ? Rest : never) =>
    ofKind(render(helm, ...args), 'ConfigMap')[0]!.data!['barometer.yaml'];

  it.each([
    { why: 'words that YAML 1.1 would turn', text: TREACHEROUS },
    { why: 'no line end at its end', text: LISTEN },
    { why: 'many', text: `${LISTEN}\n\n\n` },
    { why: 'carriage returns', text: `version: 1\r\n${LISTEN}\r\n` },
    { why: 'blanks before the first key', text: `   \n  ${LISTEN}\n` },
    { why: 'other alphabets, separators and a byte order mark', text: `\ufeff# الأردن 🚨 \u2028 \u0085\n${LISTEN}\n` },
    { why: 'what ends a document', text: `---\n${LISTEN}\n...\n--- \n` },
    { why: 'what HTML escapes', text: `# a < b && c > d\n${LISTEN}\n` },
  ])('arrives byte for byte: $why', ({ text }) => {
    expect(inMap({ config: text })).toBe(text);
  });

  it('arrives byte for byte from a file', () => {
    const file = join(folder, 'barometer.yaml');
    writeFileSync(file, TREACHEROUS);
    expect(inMap({}, '--set-file', `config=${file}`)).toBe(TREACHEROUS);
  });

  it('arrives byte for byte, whatever it is', () => {
    // What no ConfigMap may hold, control characters, is no config either.
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((some) => `${LISTEN}\n#${some}`);
    fc.assert(
      fc.property(text, (config) => {
        expect(inMap({ config })).toBe(config);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    { why: 'that of the chart', values: {} },
    { why: 'that of the docs', values: SERVICES },
  ])('is sound, without a warning: $why', ({ values }) => {
    const { config, problems } = readConfig(inMap(values)!, '/etc/barometer/barometer.yaml');
    expect(problems).toEqual([]);
    expect(config!.settings).toMatchObject({
      dataDir: '/var/lib/barometer',
      listen: { host: '0.0.0.0', port: 8080 },
      tokenFile: '/run/secrets/barometer-tokens/tokens',
    });
  });

  it('names secrets where the chart mounts them', () => {
    const names = ['barometer-tokens', 'barometer-kafka', 'barometer-smtp', 'barometer-phone'];
    const rendered = render(helm, { ...SERVICES, secrets: names.map((name) => ({ name })) });
    const named = [...SERVICES.config.matchAll(/\/run\/secrets\/([^/\s]+)\//g)].map(([, name]) => name!);
    expect([...new Set(named)].sort()).toEqual(names.sort());
    for (const { spec } of servicePods(rendered)) {
      const mounts = spec.containers[0]!.volumeMounts!.map(({ mountPath }) => mountPath);
      for (const name of named) expect(mounts).toContain(`/run/secrets/${name}`);
    }
  });

  it('is the one that pods mount, theirs or the user’s own', () => {
    const mounted = (values: object) =>
      servicePods(render(helm, values)).map(
        ({ spec }) => spec.volumes!.find(({ name }) => name === 'config')!.configMap!.name,
      );
    expect(mounted({})).toEqual(['b-barometer-config']);
    expect(new Set(mounted(SERVICES))).toEqual(new Set(['b-barometer-config']));
    expect(mounted({ existingConfigMap: 'mine' })).toEqual(['mine']);
  });

  it('changes no pod when it is edited: it is read again without a restart', () => {
    const pods = (config: string) => podsOf(render(helm, { ...SERVICES, config }));
    expect(pods(`${SERVICES.config}\n# edited\n`)).toEqual(pods(SERVICES.config));
  });

  it('fits into a ConfigMap', () => {
    const config = `version: 1\nsettings: { listen: { host: 0.0.0.0 } }\n#${'x'.repeat(1_000_000)}`;
    const refused = helm(['template', 'b', CHART, '-f', '-'], JSON.stringify({ config }));
    expect(refused.stderr).toContain('/config');
  });
});
