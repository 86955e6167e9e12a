import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DASHBOARD, dashboard, expressionsOf, metricFiles, ROOT, rules, type Panel } from './files.js';
import { filled, looksAt, type Values } from './promql.js';
import { KNOWN, registered } from './registered.js';

/** What the scrape adds. */
const TARGET_LABELS = ['job', 'instance'];
const VALUES: Values = { desk: 'd', watch: '.*', rule: '.*', __rate_interval: '1m', __interval: '1m', __from: '0' };

const metrics = registered();
const whole = dashboard();
const expressions = [
  ...expressionsOf(whole).map(({ where, expr }) => ({ where, expr: filled(expr, VALUES) })),
  ...rules().map(({ alert, expr }) => ({ where: alert, expr })),
];

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

describe('the dashboard', () => {
  it('is what its code makes: run `node deploy/grafana/build.mjs`', () => {
    const print =
      "import('./deploy/grafana/build.mjs').then(async (made) => process.stdout.write(await made.asText()))";
    const made = run(process.execPath, ['-e', print]);
    expect(made).toEqual({ status: 0, said: readFileSync(DASHBOARD, 'utf8') });
  });

  it('has the types of Grafana’s own schema', () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    expect(run(process.execPath, [tsc, '-p', 'deploy/grafana'])).toEqual({ status: 0, said: '' });
  });

  it('numbers its panels, says what each is for, and asks the data source chosen', () => {
    const { panels } = whole;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, type, description, datasource, targets } of panels) {
      if (type === 'row') continue;
      expect([title, description === undefined || description === '']).toEqual([title, false]);
      expect([title, datasource?.uid]).toEqual([title, '${datasource}']);
      expect([title, targets!.length > 0 && targets!.every(({ legendFormat }) => legendFormat !== '')]).toEqual([
        title,
        true,
      ]);
    }
  });

  it('counts nothing twice: what grew is asked over one step, which holds two scrapes', () => {
    const growing = whole.panels.filter(({ targets = [] }) => targets.some(({ expr }) => expr.includes('increase(')));
    expect(growing.length).toBeGreaterThan(3);
    for (const { title, targets, interval } of growing) {
      const spans = targets!.flatMap(({ expr }) =>
        [...expr.matchAll(/increase\([^[]*\[([^\]]*)\]/g)].map(([, span]) => span),
      );
      expect([title, new Set(spans), interval]).toEqual([title, new Set(['$__interval']), '2m']);
    }
  });

  it('lays no panel over another, nor beyond the 24 columns', () => {
    for (const one of whole.panels) {
      expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24);
      for (const other of whole.panels)
        expect([one.title, other.title, one !== other && overlap(one, other)]).toEqual([one.title, other.title, false]);
    }
  });
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('every expression', () => {
  it('is held against all metrics of the code', () => {
    expect(metricFiles().sort()).toEqual(KNOWN);
  });

  it.each(expressions)('$where names only metrics and labels that are registered', ({ expr }) => {
    const { selected, grouped } = looksAt(expr);
    expect(selected.length).toBeGreaterThan(0);
    const known = new Set(TARGET_LABELS);
    for (const { metric, labels } of selected) {
      const own = metrics.get(metric);
      expect([metric, own !== undefined]).toEqual([metric, true]);
      for (const label of own!) known.add(label);
      expect(labels.filter((label) => !own!.has(label) && !TARGET_LABELS.includes(label))).toEqual([]);
    }
    expect(grouped.filter((label) => !known.has(label))).toEqual([]);
  });

  it('of a legend or a mark names labels that are left', () => {
    const marks = whole.annotations.list.map(({ expr, tagKeys }) => ({ expr, names: tagKeys.split(',') }));
    const legends = whole.panels.flatMap(({ targets = [] }) =>
      targets.map(({ expr, legendFormat }) => ({
        expr,
        names: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!),
      })),
    );
    for (const { expr, names } of [...marks, ...legends]) {
      const { grouped } = looksAt(filled(expr, VALUES));
      expect([expr, names.filter((name) => !grouped.includes(name) && name !== 'instance')]).toEqual([expr, []]);
    }
  });
});

describe('every alert', () => {
  it.each(rules())('$alert says what, how bad, and where to read on', ({ labels, annotations }) => {
    expect(['warning', 'critical']).toContain(labels['severity']);
    expect(Object.keys(annotations).sort()).toEqual(['description', 'runbook_url', 'summary']);
    const [page, anchor] = annotations.runbook_url.split('#') as [string, string];
    expect(existsSync(join(ROOT, page))).toBe(true);
    const headings = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!.toLowerCase().replaceAll('`', '').replaceAll(' ', '-'),
    );
    expect(headings).toContain(anchor);
  });
});
