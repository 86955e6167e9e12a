import type { AlertRecord } from '@barometer/alert';
import type { Pending } from '@barometer/desk';
import { aDefinition, aRule, aWatch, Story } from '@barometer/desk/testing';
import { fakeLog, fakeShares } from '@barometer/store/testing';
import { DAY, ManualClock } from '@barometer/time';
import { AlertLogDiffers, Outputs } from './outputs.js';

const START = Date.UTC(2024, 0, 1);
const rule = aRule({
  name: 'any',
  reading: { kind: 'count', of: 'attacks', window: '2d' },
  levels: { high: 'count >= 1' },
});

/** What comes out of two watches over a few attacks. */
function pending(): Pending[] {
  const story = new Story(aDefinition([aWatch('a', [rule]), aWatch('b', [rule])]));
  const out: Pending[] = [];
  for (const day of [0, 10, 20]) {
    for (const transition of story.report({ recordId: `r${day}`, occurredFrom: START + day * DAY })) {
      out.push({ transition, place: day });
    }
  }
  return out;
}

function open(owned: readonly string[] = ['a', 'b'], alerts = fakeLog()) {
  const shares = fakeShares();
  shares.assign(owned);
  return { alerts, shares, outputs: new Outputs({ alerts, shares, clock: new ManualClock(START), writer: 'test' }) };
}

const written = (log: ReturnType<typeof fakeLog>) =>
  log.records.map(({ value }) => (JSON.parse(value) as AlertRecord).transition.hash);

describe('outputs', () => {
  it('are appended once, with place and writer outside the transition', async () => {
    const { alerts, outputs } = open();
    const out = pending();
    await outputs.write(out);
    expect(written(alerts)).toEqual(out.map(({ transition }) => transition.hash));
    expect(JSON.parse(alerts.records[0]!.value)).toMatchObject({ place: 0, writer: 'test' });
    expect(outputs.waiting).toBe(0);
  });

  it('are not said again after a restart that folds everything anew', async () => {
    const { alerts, outputs } = open();
    await outputs.write(pending());
    const again = open(['a', 'b'], alerts);
    await again.outputs.write(pending());
    expect(written(alerts)).toHaveLength(pending().length);
  });

  it('go on where a crash left the log', async () => {
    const { alerts, outputs } = open();
    const out = pending();
    await outputs.write(out.slice(0, 3));
    const again = open(['a', 'b'], alerts);
    await again.outputs.write(out);
    expect(written(alerts).sort()).toEqual(out.map(({ transition }) => transition.hash).sort());
  });

  it('of watches owned elsewhere stay pending until they are seen, and are taken over with the watch', async () => {
    const { alerts, shares, outputs } = open(['a']);
    const out = pending();
    await outputs.write(out);
    expect(outputs.waiting).toBe(out.filter(({ transition }) => transition.watch === 'b').length);
    shares.assign(['a', 'b']);
    await outputs.write([]);
    expect(outputs.waiting).toBe(0);
    expect(written(alerts)).toHaveLength(out.length);
  });

  it('that differ from what the log holds stop the assessor', async () => {
    const { alerts, outputs } = open();
    const [first] = pending();
    await outputs.write([first!]);
    const again = open(['a', 'b'], alerts);
    const other = { ...first!, transition: { ...first!.transition, hash: 'f'.repeat(64) } };
    await expect(again.outputs.write([other])).rejects.toThrow(AlertLogDiffers);
  });

  it('that differ below the last number of their watch stop it as well', async () => {
    const { alerts, outputs } = open();
    const out = pending().filter(({ transition }) => transition.watch === 'a');
    await outputs.write(out);
    const again = open(['a', 'b'], alerts);
    const other = { ...out[0]!, transition: { ...out[0]!.transition, hash: 'f'.repeat(64) } };
    await expect(again.outputs.write([other])).rejects.toThrow(/^transition 1 of watch "a" differs/);
  });

  it('name the greatest journal place of the log once it was read', async () => {
    const { alerts, outputs } = open();
    await outputs.write(pending());
    const again = open(['a', 'b'], alerts);
    expect(again.outputs.place).toBe(-1);
    await again.outputs.catchUp();
    expect(again.outputs.place).toBe(20);
  });
});
