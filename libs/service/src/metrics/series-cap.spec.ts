import { createRegistry } from './metrics.js';
import { cappedGauge } from './series-cap.js';

describe('a capped gauge', () => {
  it('keeps the first label sets, goes on updating them, and counts the rest', async () => {
    const registry = createRegistry();
    const gauge = cappedGauge(registry, { name: 'reading', help: 'x', labels: ['series'], cap: 3 });
    for (let i = 0; i < 10_000; i += 1) gauge.set({ series: `s${i}` }, i);
    gauge.set({ series: 's1' }, 42);
    const text = await registry.metrics();
    expect(text.match(/^reading\{/gm)).toHaveLength(3);
    expect(text).toContain('reading{series="s1"} 42');
    expect(text).toContain('barometer_metric_series_dropped_total{metric="reading"} 9997');
  });

  it('starts again after clear, and gauges share one overflow counter', async () => {
    const registry = createRegistry();
    const first = cappedGauge(registry, { name: 'a', help: 'x', labels: ['l'], cap: 1 });
    cappedGauge(registry, { name: 'b', help: 'x', labels: ['l'], cap: 1 });
    first.set({ l: 'one' }, 1);
    first.clear();
    first.set({ l: 'two' }, 2);
    expect(first.size).toBe(1);
    const text = await registry.metrics();
    expect(text).toContain('a{l="two"} 2');
    expect(text).not.toContain('a{l="one"}');
    expect(text).toContain('dropped_total{metric="b"} 0');
  });

  it('is filled anew at every scrape', async () => {
    const registry = createRegistry();
    let at = 0;
    cappedGauge(registry, {
      name: 'c',
      help: 'x',
      labels: ['l'],
      cap: 2,
      collect: (gauge) => gauge.set({ l: `n${(at += 1)}` }, at),
    });
    await registry.metrics();
    const text = await registry.metrics();
    expect(text).toContain('c{l="n2"} 2');
    expect(text).not.toContain('c{l="n1"}');
  });
});
