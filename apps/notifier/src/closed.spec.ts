import type { DeliveryRow, PlannedRow, Stage } from '@barometer/notice';
import { FINAL, readStageKey, STAGES } from '@barometer/notice';
import type { TransitionKind } from '@barometer/alert';
import { fakeTable } from '@barometer/store/testing';
import { DAY, HOUR, iso, ManualClock } from '@barometer/time';
import fc from 'fast-check';
import { Pruner } from './closed.js';
import { Ledger } from './ledger.js';
import { append, journal, live, quiet, raised, rigOf, START, type Rig } from './testing/rig.js';

const KEEP = 30 * DAY;
const RUNS = process.env['SOAK'] ? 2_000 : 100;

interface Given {
  readonly day: number;
  readonly stage: Stage;
  readonly alerts: readonly string[];
}

const planOf = ({ day, alerts }: Given, i: number): PlannedRow =>
  ({
    ...{ notice: `n${i % 7}`, receiver: 'desk', recipient: `a${i}/b@example.org`, channel: 'email', stage: 'planned' },
    ...{ kind: 'alert', watch: 'w', alerts, history: false, subject: 's', first: 'f', level: 'high', messageId: 'm' },
    ...{ times: { planned: iso(START + day * DAY) }, attempts: 0, order: i, key: `k${i}`, notedAt: 0, offsets: [] },
    ...{ thread: { messageId: 'm', references: [] }, message: {} as PlannedRow['message'] },
  }) as PlannedRow;

const given: fc.Arbitrary<Given[]> = fc.array(
  fc.record({
    day: fc.nat({ max: 100 }),
    stage: fc.constantFrom<Stage>(...STAGES),
    alerts: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 2 }),
  }),
  { maxLength: 250 },
);

async function ledgerOf(all: readonly Given[]) {
  const table = fakeTable();
  const ledger = new Ledger(table);
  for (const [i, one] of all.entries()) {
    const plan = planOf(one, i);
    const { stage } = one;
    if (stage === 'withheld') await ledger.plan([{ ...plan, stage }], []);
    else await ledger.plan([plan], []);
    if (stage === 'planned' || stage === 'withheld') continue;
    await ledger.reached(plan, { ...plan, stage: 'attempted', attempts: 1 } as DeliveryRow);
    if (stage !== 'attempted') await ledger.reached(plan, { ...plan, stage, attempts: 1 } as DeliveryRow);
  }
  return { table, ledger };
}

/** Deliveries of which the table has a row under their own name, and how many rows it has beside. */
function left(rows: ReadonlyMap<string, string>) {
  const found = new Set<string>();
  for (const key of rows.keys()) {
    const at = readStageKey(key);
    if (at) found.add(at.recipient);
  }
  return [...found].sort();
}

describe('deliveries that ended', () => {
  it('go when they are old and no alert they told is open; nothing else does', async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.nat({ max: 160 }), fc.subarray(['A', 'B', 'C', 'D']), async (all, days, names) => {
        const open = new Set(names);
        const { table, ledger } = await ledgerOf(all);
        const clock = new ManualClock(START + days * DAY);
        const before = new Map(table.rows);
        const removed = await new Pruner({ ledger, clock, keep: () => KEEP }).look(open, () => true);
        const goes = ({ day, stage, alerts }: Given) =>
          FINAL.has(stage) && day * DAY < days * DAY - KEEP && !alerts.some((alert) => open.has(alert));
        const kept = all.flatMap((one, i) => (goes(one) ? [] : [`a${i}/b@example.org`]));
        expect([left(table.rows), removed]).toEqual([kept.sort(), all.length - kept.length]);
        for (const [key, value] of table.rows) expect(before.get(key)).toBe(value);
        const ended = [...table.rows.keys()].filter((key) => key.startsWith('~closed/')).length;
        expect(ended).toBe(all.filter((one) => FINAL.has(one.stage) && !goes(one)).length);
      }),
      { numRuns: RUNS },
    );
  });

  it('are looked through once a day, and not after the term', async () => {
    const { table, ledger } = await ledgerOf([{ day: 0, stage: 'accepted', alerts: [] }]);
    const clock = new ManualClock(START + 29 * DAY + HOUR);
    const pruner = new Pruner({ ledger, clock, keep: () => KEEP });
    expect(await pruner.look(new Set(), () => true)).toBe(0);
    clock.advance(DAY - HOUR);
    expect(await pruner.look(new Set(), () => true)).toBe(0);
    clock.advance(DAY);
    expect(await pruner.look(new Set(), () => false)).toBe(0);
    expect(table.rows.size).toBe(4);
    clock.advance(DAY);
    expect(await pruner.look(new Set(), () => true)).toBe(1);
    expect(table.rows.size).toBe(0);
  });

  it('change no thread, no message and no order by going, also over a restart', async () => {
    const steps = fc.array(
      fc.record({ alert: fc.nat({ max: 3 }), days: fc.nat({ max: 25 }), ends: fc.boolean(), restart: fc.boolean() }),
      { maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (told) => {
        const [short, long] = [rigOf(), rigOf()];
        short.current = { ...short.current, settings: { deliveries: { keep: 7 * DAY } } };
        long.current = { ...long.current, settings: { deliveries: { keep: 9_999 * DAY } } };
        expect(await tell(short, told)).toEqual(await tell(long, told));
        expect(short.stores.deliveries.rows.size).toBeLessThanOrEqual(long.stores.deliveries.rows.size);
      }),
      { numRuns: 40 },
    );
  });
});

interface Told {
  readonly alert: number;
  readonly days: number;
  readonly ends: boolean;
  readonly restart: boolean;
}

/** What the receivers got of alerts that rise, end and begin anew. */
async function tell(rig: Rig, steps: readonly Told[]): Promise<unknown[]> {
  await journal(rig, [live()]);
  await rig.start();
  const seqs = new Map<number, { id: number; seq: number }>();
  let alerts = 0;
  for (const [i, { alert, days, ends, restart }] of steps.entries()) {
    const { id, seq } = seqs.get(alert) ?? { id: ++alerts, seq: 0 };
    const kind: TransitionKind = seq === 0 ? 'raised' : ends ? 'resolved' : 'updated';
    if (kind === 'resolved') seqs.delete(alert);
    else seqs.set(alert, { id, seq: seq + 1 });
    const at = iso(rig.clock.now());
    const level = kind === 'resolved' ? null : 'critical';
    const about = { alertId: `ALERT${id}`, series: `incident=fr-${alert}`, cause: `cause ${i}` };
    await append(rig, [raised(i + 1, { ...about, seq: seq + 1, transition: kind, level, at })]);
    await settledAll(rig);
    rig.clock.advance(days * DAY);
    if (!restart) continue;
    await rig.notifier.close();
    await rig.start();
  }
  await settledAll(rig);
  await rig.notifier.close();
  return [...rig.channels.values()].flatMap(({ taken }) =>
    taken.map(({ key, thread, message }) => [key, thread, message.subject, message.first]),
  );
}

async function settledAll(rig: Rig): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  await quiet(rig);
}
