import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { Scene } from '../cluster/scene.js';
import { Stream } from '../cluster/stream.js';
import { dashboard, expressionsOf, rules } from './files.js';
import { ifInstalled } from './installed.js';
import { filled, watched, type Values } from './promql.js';
import { Prometheus } from './prometheus.js';

const LIMIT = 120_000;
const VERSION = '4.4.0';
const began = Date.now();
const VALUES: Values = {
  desk: 'services',
  watch: '.*',
  rule: '.*',
  __rate_interval: '30s',
  __interval: '30s',
  __from: String(began),
};

ifInstalled(['prometheus', 'promtool'], 'a real Prometheus and separate services', () => {
  ifBrokersRun('on Kafka', VERSION, scraped);
});

function scraped(): void {
  const folder = mkdtempSync(join(tmpdir(), 'barometer-scraped-'));
  let scene: Scene;
  let stream: Stream;
  let prometheus: Prometheus;

  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION });
    await scene.start('collector', 1);
    await scene.start('assessor', 2);
    await scene.start('notifier', 2);
    await scene.start('console', 1);
    stream = new Stream(scene.settings, { rate: 20 });
    await stream.start();
    prometheus = await Prometheus.start(folder, { services: scene.members.map(({ url }) => new URL(url).host) });
    await until(async () => (await prometheus.query('sum(barometer_delivery_seconds_count) > 0')).length > 0, LIMIT);
  }, 3 * LIMIT);

  afterAll(async () => {
    await prometheus?.stop();
    await stream?.stop();
    await scene?.close();
    rmSync(folder, { recursive: true, force: true });
  }, LIMIT);

  const asked = [
    ...expressionsOf(dashboard()).map(({ where, expr }) => ({ where, expr: filled(expr, VALUES) })),
    ...rules().flatMap(({ alert, expr }) => watched(expr).map((left) => ({ where: alert, expr: left }))),
  ];

  it.each(asked)(
    'answers $where',
    async ({ expr }) => {
      await until(async () => (await prometheus.query(expr)).length > 0, LIMIT);
    },
    LIMIT,
  );

  it('sees each role, one owner of each watch and one active notifier', async () => {
    const counted = async (expression: string) =>
      (await prometheus.query(expression)).map(({ metric, value }) => [Object.values(metric).join(), value![1]]);
    await until(async () => (await counted('count(sum by (watch) (barometer_watch_owned) != 1)')).length === 0, LIMIT);
    expect((await counted('count by (role) (barometer_info)')).sort()).toEqual([
      ['assessor', '2'],
      ['collector', '1'],
      ['console', '1'],
      ['notifier', '2'],
    ]);
    expect(await counted('sum(barometer_notifier_active)')).toEqual([['', '1']]);
  });

  it('sees that the assessors are gone', async () => {
    const firing = async (alert: string) => prometheus.query(rules().find((rule) => rule.alert === alert)!.expr);
    expect([await firing('BarometerDown'), await firing('BarometerNoAssessor')]).toEqual([[], []]);
    for (const member of scene.of('assessor')) await member.end('SIGKILL');
    await until(async () => (await firing('BarometerDown')).length === 2, LIMIT);
    await until(async () => (await firing('BarometerNoAssessor')).length === 1, LIMIT);
  });
}
