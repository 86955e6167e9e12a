import type { PlannedRow } from '@barometer/notice';
import { Registry } from 'prom-client';
import { DeliveryMetrics } from './notifier.metrics.js';

const RECORDED = '2024-01-28T12:00:00.000Z';
const AT = Date.parse(RECORDED) + 70;

const looked = { pending: () => [], now: () => AT, active: () => true, behind: async () => 0 };

describe('the histogram from recorded to accepted', () => {
  const live = { channel: 'webhook', kind: 'alert', history: false, times: { recorded: RECORDED, planned: RECORDED } };

  it.each([
    { why: 'a live notice counts', row: live, stage: 'accepted', observed: 1 },
    { why: 'history is no delay', row: { ...live, history: true }, stage: 'accepted', observed: 0 },
    { why: 'a daily one waits for its hour', row: { ...live, kind: 'daily' }, stage: 'accepted', observed: 0 },
    {
      why: 'what is still open was told late on purpose',
      row: { ...live, kind: 'still open' },
      stage: 'accepted',
      observed: 0,
    },
    { why: 'it never arrived', row: live, stage: 'refused', observed: 0 },
    { why: 'a test has no cause', row: { ...live, times: { planned: RECORDED } }, stage: 'accepted', observed: 0 },
  ] as const)('$why', async ({ row, stage, observed }) => {
    const registry = new Registry();
    const metrics = new DeliveryMetrics(registry, looked);
    metrics.finished(row as unknown as PlannedRow, stage, AT);
    const text = await registry.metrics();
    expect(text).toContain(`barometer_delivery_seconds_count{channel="webhook"} ${observed}`);
    expect(text).toContain('barometer_delivery_seconds_bucket{le="0.05",channel="webhook"} 0');
    expect(text).toContain(`barometer_delivery_seconds_bucket{le="0.1",channel="webhook"} ${observed}`);
    expect(text).toContain(`barometer_deliveries_total{channel="webhook",outcome="${stage}"} 1`);
  });

  it('reaches from 50 ms to 10 minutes, and every series stands from the start', async () => {
    const registry = new Registry();
    new DeliveryMetrics(registry, { ...looked, pending: () => [AT - 90_000, AT - 5_000] });
    const text = await registry.metrics();
    const edges = [...text.matchAll(/seconds_bucket\{le="([^"]+)",channel="email"\} 0/g)].map(([, le]) => le);
    expect([edges[0], edges.at(-2), edges.at(-1)]).toEqual(['0.05', '600', '+Inf']);
    expect(text).toContain('barometer_delivery_attempts_total{channel="email",outcome="retry"} 0');
    expect(text).toContain('barometer_delivery_oldest_pending_seconds 90');
  });

  it.each([true, false])('says whether this process delivers: %s', async (active) => {
    const registry = new Registry();
    new DeliveryMetrics(registry, { ...looked, active: () => active });
    expect(await registry.metrics()).toContain(`barometer_notifier_active ${Number(active)}`);
  });
});
