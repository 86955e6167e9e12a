import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHART, onHelm, ROOT } from './helm.js';
import { ofKind, render } from './objects.js';
import { SERVICES } from './switches.js';

const read = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

const RULES = read(join(ROOT, 'deploy/prometheus'), '.rules.yaml');
const DASHBOARDS = read(join(ROOT, 'deploy/grafana'), '.json').filter(({ file }) => file !== 'tsconfig.json');
const ON = {
  metrics: {
    serviceMonitor: { enabled: true, labels: { release: 'prometheus' }, interval: '15s' },
    rules: { enabled: true, labels: { release: 'prometheus' } },
    dashboards: { enabled: true, annotations: { grafana_folder: 'Barometer' } },
  },
};

describe('the copies that the chart carries', () => {
  it.each([
    { of: 'rules', originals: RULES, copies: read(join(CHART, 'files/rules'), '') },
    { of: 'dashboards', originals: DASHBOARDS, copies: read(join(CHART, 'files/dashboards'), '') },
  ])('are the $of, byte for byte: cp them again where they are not', ({ originals, copies }) => {
    expect(originals.length).toBeGreaterThan(0);
    const differing = originals.filter(({ file, text }) => copies.find((copy) => copy.file === file)?.text !== text);
    expect(differing.map(({ file }) => file)).toEqual([]);
    expect(copies.map(({ file }) => file)).toEqual(originals.map(({ file }) => file));
  });
});

onHelm('monitoring in the chart', (helm) => {
  it('is off by default', () => {
    const kinds = render(helm).map(({ kind }) => kind);
    expect(kinds).not.toContain('ServiceMonitor');
    expect(kinds).not.toContain('PrometheusRule');
    expect(kinds.filter((kind) => kind === 'ConfigMap')).toHaveLength(1);
  });

  it.each([
    { mode: 'standalone', values: ON, services: 1 },
    { mode: 'services', values: { ...SERVICES, ...ON }, services: 4 },
  ])('reads every process of mode $mode, by a token from a Secret, as one job', ({ values, services }) => {
    const objects = render(helm, values);
    const [monitor] = ofKind(objects, 'ServiceMonitor');
    expect(monitor!.metadata.labels).toMatchObject({ release: 'prometheus' });
    const { selector, endpoints } = monitor!.spec as { selector: { matchLabels: object }; endpoints: unknown[] };
    for (const { metadata } of ofKind(objects, 'Service')) expect(metadata.labels).toMatchObject(selector.matchLabels);
    expect(ofKind(objects, 'Service')).toHaveLength(services);
    expect(endpoints).toEqual([
      {
        port: 'http',
        path: '/metrics',
        interval: '15s',
        authorization: { type: 'Bearer', credentials: { name: 'barometer-scraper', key: 'token' } },
        relabelings: [{ action: 'replace', targetLabel: 'job', replacement: 'desk/b' }],
      },
    ]);
  });

  it('has the rules it carries, unchanged', () => {
    const [rule] = ofKind(render(helm, ON), 'PrometheusRule');
    const carried = read(join(CHART, 'files/rules'), '.yaml');
    const groups = carried.flatMap(({ text }) => (parse(text) as { groups: unknown[] }).groups);
    expect(rule!.spec).toEqual({ groups });
    expect(rule!.metadata.labels).toMatchObject({ release: 'prometheus' });
  });

  it('has the dashboards it carries, unchanged, labelled for the sidecar', () => {
    const maps = ofKind(render(helm, ON), 'ConfigMap').filter(({ metadata }) => 'grafana_dashboard' in metadata.labels);
    const carried = read(join(CHART, 'files/dashboards'), '.json');
    expect(maps.map(({ data }) => data)).toEqual(carried.map(({ file, text }) => ({ [file]: text })));
    for (const { metadata } of maps) {
      expect(metadata.labels['grafana_dashboard']).toBe('1');
      expect(metadata.annotations).toEqual({ grafana_folder: 'Barometer' });
    }
  });
});
