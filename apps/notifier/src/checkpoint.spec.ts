import { fakeLog, fakeTable } from '@barometer/store/testing';
import { transitionOf } from '@barometer/notice/testing';
import { checkpointRows, takeOver } from './checkpoint.js';
import { Inputs } from './inputs.js';
import { Ledger } from './ledger.js';

async function rig() {
  const table = fakeTable();
  const alerts = fakeLog(1024);
  for (const seq of [1, 2]) {
    const transition = transitionOf({ alertId: `ALERT${seq}`, watchSeq: seq, cause: `cause ${seq}` });
    await alerts.append([{ value: JSON.stringify({ transition, place: 0, writer: 'a', writtenAt: '' }) }]);
  }
  const open = () => {
    const inputs = new Inputs(alerts, fakeLog());
    const ledger = new Ledger(table);
    return { inputs, ledger, takeOver: () => takeOver(ledger, inputs) };
  };
  const keys = () => [...table.rows.keys()].sort();
  return { table, open, keys };
}

/** Reads a group, and knows of its alert. */
async function plan(
  of: Awaited<ReturnType<typeof rig>>,
  inputs: Inputs,
  checkpoint: Awaited<ReturnType<typeof takeOver>>,
) {
  const { groups } = await inputs.groups();
  const [last] = groups[0]!.placed;
  const id = last!.transition.alertId;
  checkpoint.plan.alerts.set(id, {
    last: last!,
    peak: 1,
    levelSince: '',
    about: '',
    revisions: {},
    roots: {},
    withheld: [],
  } as never);
  checkpoint.plan.touched.add(id);
  checkpoint.order += 3;
  return checkpointRows(checkpoint, inputs.positions());
}

describe('who plans next', () => {
  it('goes on where the last one stopped, in rows of its own, and takes the old ones away', async () => {
    const all = await rig();
    const first = all.open();
    const begun = await first.takeOver();
    await first.ledger.write(await plan(all, first.inputs, begun));
    expect(all.keys()).toEqual(['~alert/0000000001/ALERT1', '~state/0000000001']);
    const second = all.open();
    const next = await second.takeOver();
    expect(all.keys()).toEqual(['~alert/0000000002/ALERT1', '~state/0000000002']);
    expect([next.order, [...next.plan.alerts.keys()], second.inputs.positions()]).toEqual([
      3,
      ['ALERT1'],
      first.inputs.positions(),
    ]);
  });

  it('is not set back by one who wakes up late and writes what it had planned', async () => {
    const all = await rig();
    const late = all.open();
    const lateRows = await plan(all, late.inputs, await late.takeOver());
    const second = all.open();
    const begun = await second.takeOver();
    begun.order = 40;
    await second.ledger.write(checkpointRows(begun, second.inputs.positions()));
    await late.ledger.write(lateRows);
    const third = await all.open().takeOver();
    expect([third.order, third.term, [...third.plan.alerts.keys()]]).toEqual([40, 3, []]);
    expect(all.keys()).toEqual(['~state/0000000003']);
  });

  it('does not count a take-over that was cut off before its state stood', async () => {
    const all = await rig();
    const first = all.open();
    const begun = await first.takeOver();
    await first.ledger.write(await plan(all, first.inputs, begun));
    await all.table.put([['~alert/0000000002/GONE', '{}']]);
    const next = await all.open().takeOver();
    expect([next.term, [...next.plan.alerts.keys()]]).toEqual([2, ['ALERT1']]);
    expect(all.keys()).toEqual(['~alert/0000000002/ALERT1', '~state/0000000002']);
  });
});
