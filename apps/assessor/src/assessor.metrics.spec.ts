import type { Transition } from '@barometer/alert';
import type { Follower } from '@barometer/desk';
import { Registry } from 'prom-client';
import { fakeLog } from '@barometer/store/testing';
import { AssessorCounts, assessorMetrics } from './assessor.metrics.js';
import type { Outputs } from './outputs.js';

const base = { watch: 'us-forces', rule: 'surge', ladder: ['low', 'high'], tone: 'alarm' } as const;

function transition(given: Pick<Transition, 'transition' | 'level' | 'previous' | 'at'>): Transition {
  return { ...base, ...given } as unknown as Transition;
}

describe('what the assessor tells Prometheus', () => {
  it('holds the time of the last transition of each kind, whatever order and how often it is read', async () => {
    const registry = new Registry();
    const counts = new AssessorCounts(registry);
    const raised = (at: string) => transition({ transition: 'raised', level: 'low', previous: null, at });
    for (const at of ['2024-01-01T00:00:00.000Z', '2024-01-03T00:00:00.000Z', '2024-01-02T00:00:00.000Z'])
      counts.seen(raised(at));
    counts.seen(transition({ transition: 'resolved', level: null, previous: 'low', at: '2024-01-04T00:00:00.000Z' }));
    const text = await registry.metrics();
    const line = (kind: string, at: string) =>
      `barometer_transition_timestamp_seconds{watch="us-forces",rule="surge",transition="${kind}",level="low"} ${Date.parse(at) / 1_000}`;
    expect(text).toContain(line('raised', '2024-01-03T00:00:00.000Z'));
    expect(text).toContain(line('resolved', '2024-01-04T00:00:00.000Z'));
  });

  it('counts snapshots from 0 on, so that the first failure is an increase', async () => {
    const registry = new Registry();
    const counts = new AssessorCounts(registry);
    expect(await registry.metrics()).toContain('barometer_snapshots_total{outcome="failed"} 0');
    counts.snapshot('failed');
    expect(await registry.metrics()).toContain('barometer_snapshots_total{outcome="failed"} 1');
  });

  it('says for which watches it writes, the built-in one among them', async () => {
    const registry = new Registry();
    const desk = { definition: { watches: [{ name: 'a' }, { name: 'b' }] }, ignoredConfigs: 0 };
    assessorMetrics(registry, {
      follower: { desk, next: 0 } as unknown as Follower,
      outputs: { written: 0, waiting: 0 } as Outputs,
      journal: fakeLog(),
      shares: { takesPart: () => true, owns: (watch) => watch !== 'b', changed: async () => undefined },
    });
    const owned = (await registry.metrics()).split('\n').filter((line) => line.startsWith('barometer_watch_owned'));
    expect(owned).toEqual(['barometer"} 1', 'a"} 1', 'b"} 0'].map((rest) => `barometer_watch_owned{watch="${rest}`));
  });
});
