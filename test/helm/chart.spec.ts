import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHART, onHelm } from './helm.js';
import { ofKind, render } from './objects.js';
import { EVERYTHING, SERVICES } from './switches.js';

onHelm('the chart', (helm) => {
  it('renders from its package what it renders from its folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'barometer-chart-'));
    try {
      const { stdout } = helm(['package', CHART, '--destination', folder]);
      const packed = /saved it to: (.+\.tgz)/.exec(stdout)![1]!;
      const rendered = (chart: string) => helm(['template', 'b', chart, '-f', '-'], JSON.stringify(EVERYTHING)).stdout;
      expect(rendered(packed)).toContain('kind: PrometheusRule');
      expect(rendered(packed)).toBe(rendered(CHART));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(['barometer', 'x', 'a-release-with-a-name-of-fifty-three-characters-in-it'])(
    'keeps names short enough for every label: release %s',
    (release) => {
      const { stdout } = helm(['template', release, CHART, '-f', '-'], JSON.stringify(SERVICES));
      const names = [...stdout.matchAll(/^ {2}name: (\S+)$/gm)].map(([, name]) => name!);
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((name) => name.length > 63)).toEqual([]);
      expect(names.every((name) => name.startsWith(release === 'barometer' ? 'barometer' : release.slice(0, 40)))).toBe(
        true,
      );
    },
  );

  it.each([
    { why: 'an unknown key', values: { replicas: 3 }, says: "additional properties 'replicas'" },
    { why: 'an unknown key within', values: { image: { name: 'x' } }, says: "additional properties 'name'" },
    { why: 'an unknown mode', values: { mode: 'cluster' }, says: '/mode' },
    { why: 'a config as a map', values: { config: { version: 1 } }, says: '/config' },
    { why: 'root', values: { user: 0 }, says: '/user' },
    { why: 'no replica', values: { ...SERVICES, assessor: { replicas: 0 } }, says: '/assessor/replicas' },
    { why: 'a secret for nobody known', values: { secrets: [{ name: 's', for: ['cli'] }] }, says: '/secrets/0/for/0' },
    {
      why: 'a secret’s value',
      values: { secrets: [{ name: 's', value: 'x' }] },
      says: "additional properties 'value'",
    },
    { why: 'a digest that is none', values: { image: { digest: 'sha256:1' } }, says: '/image/digest' },
    { why: 'an Ingress without a host', values: { ingress: { enabled: true } }, says: '/ingress/host' },
    { why: 'no config', values: { config: ' ' }, says: 'config is empty' },
    { why: 'services over SQLite', values: { mode: 'services' }, says: 'needs settings.store: kafka' },
    {
      why: 'standalone over Kafka',
      values: { ...SERVICES, mode: 'standalone' },
      says: 'leave settings.store out',
    },
    ...['', '127.0.0.1', 'localhost', '"::1"'].map((host) => ({
      why: `the address ${host || 'left out'}`,
      values: { config: host === '' ? 'version: 1' : `settings: { listen: { host: ${host} } }` },
      says: 'write 0.0.0.0',
    })),
  ])('refuses $why', ({ values, says }) => {
    expect(() => render(helm, values)).toThrow(says);
  });

  it('leaves a config it cannot read to Barometer', () => {
    const config = 'settings: [1, 2\nlisten: *nowhere';
    expect(ofKind(render(helm, { config }), 'ConfigMap')[0]!.data).toEqual({ 'barometer.yaml': config });
  });

  describe('an Ingress', () => {
    const rules = (values: object) => {
      const [ingress] = ofKind(render(helm, values), 'Ingress');
      const { rules: found, tls } = ingress!.spec as {
        rules: { host: string; http: { paths: { backend: { service: { name: string } } }[] } }[];
        tls?: { hosts: string[]; secretName: string }[];
      };
      return { tls, to: found.map(({ host, http }) => [host, http.paths[0]!.backend.service.name]) };
    };

    it.each([
      { mode: 'standalone', values: {}, to: [['a.example.org', 'b-barometer']] },
      { mode: 'services', values: SERVICES, to: [['a.example.org', 'b-barometer-console']] },
    ])('leads to the pages in mode $mode', ({ values, to }) => {
      expect(rules({ ...values, ingress: { enabled: true, host: 'a.example.org' } })).toEqual({ to, tls: undefined });
    });

    it('has a host of its own for reports, because pages and collector both have /incidents', () => {
      const hosts = { host: 'a.example.org', reportsHost: 'in.example.org' };
      expect(rules({ ...SERVICES, ingress: { enabled: true, ...hosts, tlsSecret: 'cert' } })).toEqual({
        to: [
          ['a.example.org', 'b-barometer-console'],
          ['in.example.org', 'b-barometer-collector'],
        ],
        tls: [{ secretName: 'cert', hosts: ['a.example.org', 'in.example.org'] }],
      });
    });
  });

  describe('its notes', () => {
    it.each([
      { mode: 'standalone', values: {}, pages: 'b-barometer', kind: 'statefulset' },
      { mode: 'services', values: SERVICES, pages: 'b-barometer-console', kind: 'deployment' },
    ])('show how to reach the pages and to send a test in mode $mode', ({ values, pages, kind }) => {
      const { stdout } = helm(
        ['install', 'b', CHART, '--namespace', 'desk', '--dry-run=client', '-f', '-'],
        JSON.stringify(values),
      );
      const notes = stdout.split('NOTES:')[1]!;
      expect(notes).toContain(`kubectl -n desk port-forward service/${pages} 8080:8080`);
      expect(notes).toContain('http://127.0.0.1:8080/api/v1/receivers/RECEIVER/test');
      expect(notes).toContain(`exec ${kind}/${pages} -- node apps/cli/bin/barometer.js send-test RECEIVER`);
      expect(notes).toContain('helm -n desk test b');
    });
  });
});
