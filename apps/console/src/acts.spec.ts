import { decodeEntry } from '@barometer/journal';
import { fakeStores } from '@barometer/store/testing';
import { DAY, ManualClock, iso } from '@barometer/time';
import { createActs } from './acts.js';

const NOW = Date.UTC(2026, 10, 22);

function room(journalNow: number) {
  const { journal } = fakeStores();
  const clock = new ManualClock(NOW);
  const acts = createActs({ journal, clock, journalNow: () => journalNow });
  const entries = async () => (await journal.read(0, 10)).map(({ value }) => decodeEntry(value));
  return { acts, entries };
}

describe('acts', () => {
  it.each([
    { why: 'history only', journalNow: Date.UTC(2024, 0, 29), recorded: NOW },
    { why: 'nothing yet', journalNow: -Infinity, recorded: NOW },
    { why: 'a journal a little ahead', journalNow: NOW + 5_000, recorded: NOW + 5_000 },
  ])('are recorded now, never before the journal: $why', async ({ journalNow, recorded }) => {
    const { acts, entries } = room(journalNow);
    await acts.acknowledge({ alertId: 'A', by: 'me' });
    expect(await entries()).toEqual([
      { type: 'act', recorded, wall: NOW, act: { kind: 'acknowledge', alertId: 'A', by: 'me' } },
    ]);
  });

  it('are refused where the clock cannot be right', async () => {
    const { acts, entries } = room(NOW + DAY);
    await expect(acts.endSilence({ id: 'x', by: 'me' })).rejects.toThrow(iso(NOW));
    expect(await entries()).toEqual([]);
  });

  it('name a silence by its content and time', async () => {
    const asked = { matchers: { watch: ['w'] }, reason: 'r', by: 'me', until: NOW + DAY };
    const [first, again, other] = await Promise.all(
      [asked, asked, { ...asked, reason: 's' }].map((act) => room(-Infinity).acts.silence(act)),
    );
    expect(first!.id).toBe(again!.id);
    expect(first!.id).not.toBe(other!.id);
    expect(first!.from).toBe(NOW);
  });
});
