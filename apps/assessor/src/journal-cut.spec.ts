import { Desk } from '@barometer/desk';
import { busyDefinition, configEntry, reports } from '@barometer/desk/testing';
import { decodeEntry, type Entry } from '@barometer/journal';
import { fakeLog, fakeTable, type FakeLog } from '@barometer/store/testing';
import { HOUR } from '@barometer/time';
import fc from 'fast-check';
import { append, assess, transitionsOf } from './testing/assess.js';

const RUNS = process.env['SOAK'] ? 3_000 : 60;
const REFUSED = /^the alert log tells of place|differs from the one in the alert log/;

const tick = (recorded: number): Entry => ({ type: 'tick', recorded });
const recordedOf = (entry: Entry): number => ('recorded' in entry ? entry.recorded : 0);

/** What the journal says, folded by a desk of its own, in JSON. */
function saidBy(journal: FakeLog): string[] {
  const desk = new Desk();
  for (const { offset, value } of journal.records) desk.step(decodeEntry(value), offset);
  return desk.takePending().map(({ transition }) => JSON.stringify(transition));
}

/** A journal that holds the first entries only, as one restored from an older copy or made anew does. */
async function cutTo(journal: FakeLog, count: number, stride: number): Promise<FakeLog> {
  const cut = fakeLog(stride);
  for (const { value } of journal.records.slice(0, count)) await cut.append([{ value }]);
  return cut;
}

describe('an assessor whose journal lost its end', () => {
  it('writes everything the journal says or refuses to start, wherever the cut and whatever was recorded after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        reports,
        reports,
        fc.nat(),
        fc.constantFrom(1, 1024),
        fc.boolean(),
        async (before, after, at, stride, snapshot) => {
          const whole = fakeLog(stride);
          const alerts = fakeLog(stride);
          const snapshots = fakeTable();
          await append(whole, [configEntry(busyDefinition()), ...before]);
          await assess(whole, alerts, snapshots);
          const journal = await cutTo(whole, at % (whole.records.length + 1), stride);
          if (journal.records.length === 0) await append(journal, [configEntry(busyDefinition())]);
          const now = Math.max(0, ...journal.records.map(({ value }) => recordedOf(decodeEntry(value))));
          await append(journal, [...after.filter((entry) => recordedOf(entry) >= now), tick(now + 100 * HOUR)]);
          const started = await assess(journal, alerts, snapshot ? snapshots : fakeTable()).catch((error: Error) => {
            expect(error.message).toMatch(REFUSED);
            return undefined;
          });
          if (!started) return;
          const told = new Set(transitionsOf(alerts).map((transition) => JSON.stringify(transition)));
          expect(saidBy(journal).filter((transition) => !told.has(transition))).toEqual([]);
          expect(started.waiting).toBe(0);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('names both places where the journal ends before what was told, and writes nothing', async () => {
    const { journal, alerts } = await told();
    const { place } = JSON.parse(alerts.records.at(-1)!.value) as { place: number };
    const before = alerts.records.length;
    const end = place - 1;
    await expect(assess(await cutTo(journal, end, 1), alerts)).rejects.toMatchObject({
      code: 'lost',
      message: expect.stringMatching(
        new RegExp(`^the alert log tells of place ${place} of the journal, and the journal ends at place ${end}: `),
      ) as unknown,
    });
    expect(alerts.records).toHaveLength(before);
  });

  it('starts where the last entry is what was told last', async () => {
    const { journal, alerts } = await told();
    const { place } = JSON.parse(alerts.records.at(-1)!.value) as { place: number };
    expect((await assess(await cutTo(journal, place + 1, 1), alerts)).waiting).toBe(0);
    await expect(assess(await cutTo(journal, place, 1), alerts)).rejects.toMatchObject({ code: 'lost' });
  });
});

describe('an assessor whose alert log lost its end', () => {
  it.each([
    { why: 'writes it again, byte for byte, where it folds the whole journal', snapshot: false },
    { why: 'refuses to leave numbers out where a snapshot says that they were written', snapshot: true },
  ])('$why', async ({ snapshot }) => {
    const snapshots = fakeTable();
    const { journal, alerts } = await told(snapshots);
    const cut = fakeLog();
    for (const { value } of alerts.records.slice(0, -1)) await cut.append([{ value }]);
    const starting = assess(journal, cut, snapshot ? snapshots : fakeTable());
    if (snapshot) await expect(starting).rejects.toThrow(/^the alert log lacks transition \d+ of watch /);
    else await starting;
    expect(transitionsOf(cut)).toEqual(transitionsOf(alerts).slice(0, snapshot ? -1 : undefined));
  });

  it('goes on where the start of the log is gone as well, since what it lacks may have stood there', async () => {
    const snapshots = fakeTable();
    const { journal, alerts } = await told(snapshots);
    alerts.lose(alerts.records.at(-1)!.offset + 1);
    expect((await assess(journal, alerts, snapshots)).waiting).toBe(0);
  });
});

/** A journal whose alert log names places in it, and both. */
async function told(snapshots = fakeTable()): Promise<{ journal: FakeLog; alerts: FakeLog }> {
  const [journal, alerts] = [fakeLog(), fakeLog()];
  const [entries] = fc.sample(
    reports.filter((all) => all.length > 5),
    { numRuns: 1, seed: 7 },
  );
  await append(journal, [configEntry(busyDefinition()), ...entries!]);
  await assess(journal, alerts, snapshots);
  expect(alerts.records.length).toBeGreaterThan(1);
  return { journal, alerts };
}
