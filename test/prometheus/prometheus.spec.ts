import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Standalone } from '@barometer/standalone';
import { until } from '../acceptance/running.js';
import { examples, page } from '../docs/pages.js';
import { Hook, INCIDENTS, report, startDesk, writeConfig } from './desk.js';
import { dashboard, expressionsOf, ROOT, RULES, RULE_TESTS, rules } from './files.js';
import { ifInstalled } from './installed.js';
import { filled, watched, type Values } from './promql.js';
import { Prometheus, type Series } from './prometheus.js';

const LIMIT = 50_000;
/** The rows that a history fills; the others are about a running process. */
const OF_HISTORY: ReadonlySet<string> = new Set(['Now', 'Readings']);
const DAY = 86_400;
const HISTORY = {
  start: Date.parse('2023-10-01T23:59:59.999Z') / 1_000,
  end: Date.parse('2024-04-22T23:59:59.999Z') / 1_000,
};

function run(command: string, args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, said: stdout + stderr };
}

ifInstalled(['prometheus', 'promtool'], 'a real Prometheus', () => {
  describe('promtool', checked);
  describe('a server', scraping);
});

function checked(): void {
  it('finds the alert rules sound', () => {
    expect(run('promtool', ['check', 'rules', RULES])).toMatchObject({ status: 0 });
  });

  it('takes the scrape config of docs/monitoring.md', () => {
    const [config] = examples(page('docs/monitoring.md'), 'scrape');
    const folder = mkdtempSync(join(tmpdir(), 'barometer-scrape-'));
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, config!.replace('/etc/prometheus/barometer.rules.yaml', RULES));
    const { status, said } = run('promtool', ['check', 'config', '--syntax-only', file]);
    rmSync(folder, { recursive: true });
    expect([status, said]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('sees each alert fire in its trouble, and not before it', () => {
    const tested = run('promtool', ['test', 'rules', RULE_TESTS]);
    expect(tested).toMatchObject({ status: 0, said: expect.stringContaining('SUCCESS') });
  });
}

/** The titles of the panels in the rows that a history fills. */
function historyPanels(): ReadonlySet<string> {
  let row = '';
  const titles = dashboard().panels.flatMap(({ type, title }) => {
    if (type === 'row') row = title;
    return type !== 'row' && OF_HISTORY.has(row) ? [title] : [];
  });
  return new Set(titles);
}

function scraping(): void {
  const folder = mkdtempSync(join(tmpdir(), 'barometer-prometheus-'));
  const began = Date.now();
  let hook: Hook;
  let desk: Standalone;
  let prometheus: Prometheus;

  beforeAll(async () => {
    hook = await Hook.open();
    const config = writeConfig(folder, hook);
    fillWithHistory(config);
    desk = await startDesk(folder, config);
    prometheus = await Prometheus.start(folder, { barometer: [new URL(desk.url).host] });
    await until(async () => (await prometheus.query('barometer_info')).length > 0, LIMIT);
    await report(desk);
    const accepted = 'sum(barometer_delivery_seconds_count{job="barometer"}) > 0';
    await until(async () => (await prometheus.query(accepted)).length > 0, LIMIT);
  }, 4 * LIMIT);

  afterAll(async () => {
    await prometheus?.stop();
    await desk?.close();
    await hook?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function fillWithHistory(config: string): void {
    const argv = ['readings', '-c', config, '-i', INCIDENTS, '--every', '1d', '--format', 'openmetrics'];
    const read = run(process.execPath, [join(ROOT, 'apps/cli/bin/barometer.js'), ...argv]);
    expect(read.status).toBe(0);
    const file = join(folder, 'readings.om');
    writeFileSync(file, read.stdout);
    mkdirSync(join(folder, 'data'));
    const blocks = [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      '--max-block-duration=2400h',
      file,
      join(folder, 'data'),
    ];
    expect(run('promtool', blocks)).toMatchObject({ status: 0 });
  }

  const live: Values = {
    desk: 'barometer',
    watch: '.*',
    rule: '.*',
    __rate_interval: '30s',
    __interval: '30s',
    __from: String(began),
  };

  it.each(expressionsOf(dashboard()))('draws $where of a running Barometer', async ({ expr }) => {
    const asked = filled(expr, live);
    await until(async () => (await prometheus.query(asked)).length > 0, LIMIT);
    const now = Date.now() / 1_000;
    const drawn = await prometheus.range(asked, { start: now - 5, end: now + 5, step: 1 });
    expect(drawn.length).toBeGreaterThan(0);
  });

  const past: Values = {
    ...live,
    desk: 'replay',
    __rate_interval: '1d',
    __interval: '1d',
    __from: String(HISTORY.start * 1_000),
  };
  const panels = historyPanels();
  const ofHistory = expressionsOf(dashboard()).filter(
    ({ where }) => panels.has(where.replace(/ [A-Z]$/, '')) || /^(annotation|variable)/.test(where),
  );

  it.each(ofHistory)('draws $where of five years of the example', async ({ expr }) => {
    const drawn = await prometheus.range(filled(expr, past), { ...HISTORY, step: DAY });
    expect(drawn.length).toBeGreaterThan(0);
  });

  const numberAt = (series: readonly Series[], time: number) =>
    Number(series[0]!.values!.find(([at]) => Math.round(at) === Math.round(time))![1]);

  it('shows the level rise to critical on the day of Tower 22, and its transition at its own time', async () => {
    const [level] = expressionsOf(dashboard()).filter(({ expr }) => expr.includes('barometer_watch_level{'));
    const asked = filled(level!.expr, { ...past, watch: 'us-forces' });
    const drawn = await prometheus.range(asked, { ...HISTORY, step: DAY });
    const day = (date: string) => Date.parse(`${date}T23:59:59.999Z`) / 1_000;
    expect([numberAt(drawn, day('2024-01-27')), numberAt(drawn, day('2024-01-28'))]).toEqual([2, 4]);
    const [mark] = expressionsOf(dashboard()).filter(({ where }) => where.startsWith('annotation'));
    const marks = await prometheus.range(filled(mark!.expr, past), { ...HISTORY, step: DAY });
    const critical = marks.filter(({ metric }) => metric['level'] === 'critical' && metric['watch'] === 'us-forces');
    const times = critical.flatMap(({ values }) =>
      values!.map(([, at]) => new Date(Number(at)).toISOString().slice(0, 10)),
    );
    expect(times).toContain('2024-01-28');
  });

  it.each(rules().flatMap(({ alert, expr }) => watched(expr).map((left) => ({ alert, left }))))(
    'has what $alert watches: $left',
    async ({ left }) => {
      await until(async () => (await prometheus.query(left)).length > 0, LIMIT);
    },
  );

  it('evaluates every rule, and none stays pending or fires while all is well', async () => {
    const told = await prometheus.rules();
    expect(told.map(({ name }) => name).sort()).toEqual(
      rules()
        .map(({ alert }) => alert)
        .sort(),
    );
    // What is being written at the moment of a scrape is pending for that moment.
    const atRest = async () =>
      (await prometheus.rules()).every(({ health, state }) => health === 'ok' && state === 'inactive');
    await until(atRest, LIMIT);
  });

  it('reads metrics of ours whose names and help are as promtool wants them', async () => {
    const text = await (await fetch(`${desk.url}/metrics`)).text();
    const ours = text.split('\n').filter((line) => /^(# \w+ )?barometer_/.test(line));
    expect(ours.length).toBeGreaterThan(100);
    expect(run('promtool', ['check', 'metrics'], `${ours.join('\n')}\n`)).toMatchObject({ status: 0, said: '' });
  });

  it('tells a history from a live desk by its job', async () => {
    const jobs = await prometheus.query('count by (job) (barometer_watch_level)', HISTORY.end);
    expect(jobs.map(({ metric }) => metric['job'])).toEqual(['replay']);
  });
}
