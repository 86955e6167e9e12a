import { aRevision } from '@barometer/incident/testing';
import { canonicalJson, sha256Hex, type Entry } from '@barometer/journal';
import { DAY, HOUR } from '@barometer/time';
import type { Definition, FeedDefinition } from '@barometer/watch';
import fc from 'fast-check';
import { ENGINE } from '../engine.js';
import { aDefinition, aRule, aWatch } from './definition.js';

const START = Date.UTC(2024, 0, 1);

/** A feed that speaks for the time it is alive, and falls silent after four days. */
const ALIVE: FeedDefinition = { name: 'test', datasets: ['test'], coverage: 'full', silentAfter: 4 * DAY };

/** A feed that speaks for all of 2023 and 2024, whenever its reports come. */
export const DECLARED: FeedDefinition = {
  name: 'test',
  datasets: ['test'],
  coverage: 'full',
  covers: [{ from: Date.UTC(2023, 0, 1), to: Date.UTC(2025, 0, 1) }],
};

/** Two watches whose rules between them hold, release, update, split and compare with a baseline. */
export function busyDefinition(feeds = [ALIVE]): Definition {
  const count = { kind: 'count', of: 'attacks', window: '3d' };
  return aDefinition(
    [
      aWatch('a', [
        aRule({
          name: 'count',
          reading: count,
          by: ['country'],
          levels: { elevated: 'count >= 2', high: 'count >= 4' },
        }),
        aRule({
          name: 'held',
          reading: count,
          levels: { elevated: 'count >= 2' },
          hold: 6 * HOUR,
          release: 0,
          update: { change: 0.5 },
        }),
      ]),
      aWatch('b', [
        aRule({
          name: 'surge',
          reading: { kind: 'surge', of: 'attacks', window: '3d', baseline: '20d', guard: '3d' },
          levels: { high: 'p < 0.05 and count >= 2' },
        }),
        aRule({
          name: 'hurt',
          reading: { kind: 'casualties', of: 'attacks', window: '30d' },
          by: ['incident'],
          levels: { elevated: 'injured >= 1', critical: 'killed >= 1' },
          update: { change: 0.1 },
        }),
        aRule({
          name: 'new',
          reading: { kind: 'novelty', of: 'attacks', field: 'country', memory: '10d', window: '2d', minHistory: 2 },
          levels: { high: 'new' },
          release: 0,
        }),
      ]),
    ],
    { feeds },
  );
}

/** The config entry that puts a definition in force first. */
export function configEntry(definition: Definition): Entry {
  const hash = sha256Hex(canonicalJson(definition));
  return { type: 'config', engine: ENGINE, hash, replaces: null, definition };
}

/** Reports in order of recording: new, late, corrected, retracted, repeated. */
export const reports: fc.Arbitrary<Entry[]> = fc
  .array(
    fc.record({
      gap: fc.nat({ max: 40 }),
      late: fc.constantFrom(0, 0, 0, 1, 5, 30),
      id: fc.nat({ max: 12 }),
      revision: fc.nat({ max: 4 }),
      country: fc.constantFrom('IQ', 'SY', 'JO'),
      retracted: fc.constantFrom(false, false, false, true),
      injured: fc.nat({ max: 20 }),
      killed: fc.constantFrom(0, 0, 0, 1),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    let recorded = START;
    return rows.map((row): Entry => {
      recorded += row.gap * HOUR;
      const occurredFrom = START + Math.floor((recorded - START) / DAY - row.late) * DAY;
      const casualties = [
        {
          side: 'target_forces',
          reporter: 'us_dod',
          reportedAt: recorded,
          isClaim: false,
          killed: { best: row.killed },
          injured: { best: row.injured },
        } as const,
      ];
      const revision = aRevision({
        recordId: `r${row.id}`,
        incidentId: `id${row.id}`,
        revision: row.revision,
        status: row.retracted ? 'retracted' : 'reported',
        occurredFrom,
        reportedAt: recorded,
        location: { country: row.country },
        casualties,
      });
      return { type: 'revision', recorded, revision };
    });
  });

/** Reports with heartbeats of their feed among them, some of which come days late. */
export const input: fc.Arbitrary<Entry[]> = fc
  .tuple(
    reports,
    fc.array(fc.record({ after: fc.nat({ max: 40 }), late: fc.constantFrom(0, 1, 3, 5, 9) }), { maxLength: 12 }),
  )
  .map(([entries, beats]) => {
    const all = [...entries];
    for (const { after, late } of beats) {
      const place = after % (all.length + 1);
      const before = all[place - 1];
      const recorded = before === undefined || before.type === 'config' ? START : before.recorded;
      all.splice(place, 0, { type: 'heartbeat', recorded, feed: ALIVE.name, at: recorded - late * DAY });
    }
    return all;
  });
