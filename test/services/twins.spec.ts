import type { AlertRecord } from '@barometer/alert';
import { Assessor, Outputs, Written } from '@barometer/assessor';
import { Follower, Snapshots } from '@barometer/desk';
import { busyDefinition, configEntry, reports } from '@barometer/desk/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { createLogger, packing } from '@barometer/service';
import type { Stores } from '@barometer/store';
import { fakeLog, fakeShares, fakeStores, type FakeLog } from '@barometer/store/testing';
import { DAY, ManualClock } from '@barometer/time';
import fc from 'fast-check';
import { Life } from '../kill/life.js';
import { mortalStores } from '../kill/mortal.js';
import { settled, turns } from './turns.js';

const RUNS = process.env['SOAK'] === undefined ? 60 : 2_000;
const WATCHES = ['a', 'b', 'barometer'] as const;
const START = Date.UTC(2024, 0, 1);

/** One assessor with a life of its own over stores that outlive it. */
class Twin {
  readonly shares = fakeShares();
  private readonly assessor: Assessor;

  constructor(
    stores: Stores,
    readonly life: Life,
    name: string,
  ) {
    this.shares.assign([]);
    const mortal = mortalStores(stores, life);
    const { journal, alerts } = mortal;
    const clock = new ManualClock(START);
    this.assessor = new Assessor({
      follower: new Follower({ journal, alerts }),
      outputs: new Outputs({ alerts, shares: this.shares, clock, writer: name }),
      snapshots: new Snapshots(mortal.snapshots, { packing }),
      written: new Written(),
      feeds: mortal.feeds,
      logger: createLogger({ level: 'silent' }),
      onFatal: (err) => {
        throw err;
      },
      sleep: () => turns(1),
    });
    void this.assessor.start();
  }

  stop(): Promise<void> {
    return this.assessor.stop();
  }
}

type Step =
  | { readonly is: 'append'; readonly count: number }
  | { readonly is: 'assign'; readonly owners: readonly (readonly number[])[] }
  | { readonly is: 'crash'; readonly twin: number; readonly after: number };

const owners = fc.array(fc.uniqueArray(fc.nat(2), { maxLength: 2 }), {
  minLength: WATCHES.length,
  maxLength: WATCHES.length,
});
const steps: fc.Arbitrary<readonly (Step & { readonly turns: number })[]> = fc.array(
  fc
    .tuple(
      fc.oneof(
        fc.record({ is: fc.constant('append' as const), count: fc.integer({ min: 1, max: 8 }) }),
        fc.record({ is: fc.constant('assign' as const), owners }),
        fc.record({ is: fc.constant('crash' as const), twin: fc.nat(2), after: fc.nat(12) }),
      ),
      fc.nat(12),
    )
    .map(([step, wait]) => ({ ...step, turns: wait })),
  { maxLength: 30 },
);

const append = async (journal: FakeLog, entries: readonly Entry[]) => {
  if (entries.length > 0) await journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
};

/** The transitions of a watch as a reader sees them: repeats dropped by their number. */
function told(alerts: FakeLog, watch: string): { seen: string[]; repeats: string[] } {
  const seen: string[] = [];
  const repeats: string[] = [];
  for (const { value } of alerts.records) {
    const { transition } = JSON.parse(value) as AlertRecord;
    if (transition.watch !== watch) continue;
    const text = JSON.stringify(transition);
    if (transition.watchSeq === seen.length + 1) seen.push(text);
    else repeats.push(seen[transition.watchSeq - 1] === text ? 'same bytes' : `gap or other bytes: ${text}`);
  }
  return { seen, repeats };
}

/** What one assessor alone makes of it. */
async function alone(entries: readonly Entry[]): Promise<FakeLog> {
  const stores = fakeStores();
  const twin = new Twin(stores, new Life(), 'alone');
  twin.shares.assign();
  await append(stores.journal, entries);
  await settled(async () => (await writtenBy(stores.journal, stores.alerts)) || false);
  await turns(20);
  await twin.stop();
  return stores.alerts;
}

/** Whether the log holds all that the fold of the journal gives. */
async function writtenBy(journal: FakeLog, alerts: FakeLog): Promise<boolean> {
  const follower = new Follower({ journal });
  await follower.catchUp();
  const pending = follower.desk.takePending();
  const last = new Map(pending.map(({ transition }) => [transition.watch, transition.watchSeq]));
  return [...last].every(([watch, seq]) => told(alerts, watch).seen.length >= seq);
}

describe('warm twins', () => {
  it('write what one alone would write, watch by watch, however names move and whoever dies', async () => {
    let repeats = 0;
    await fc.assert(
      fc.asyncProperty(reports, steps, fc.constantFrom(1, 1024), async (entries, plan, stride) => {
        const all = [configEntry(busyDefinition()), ...entries, { type: 'tick', recorded: START + 400 * DAY } as const];
        const stores = { ...fakeStores(), journal: fakeLog(stride), alerts: fakeLog(stride) };
        let lives = 0;
        const born = () => new Twin(stores, new Life(), `twin-${lives++}`);
        const twins = [born(), born(), born()];
        let appended = 0;
        for (const step of plan) {
          if (step.is === 'append') {
            await append(stores.journal, all.slice(appended, appended + step.count));
            appended += step.count;
          } else if (step.is === 'assign') {
            twins.forEach((twin, i) =>
              twin.shares.assign(WATCHES.filter((_, watch) => step.owners[watch]!.includes(i))),
            );
          } else {
            await turns(step.after);
            twins[step.twin]!.life.end();
            twins[step.twin] = born();
          }
          await turns(step.turns);
        }
        await append(stores.journal, all.slice(appended));
        twins.forEach((twin, i) => twin.shares.assign(i === 0 ? undefined : []));
        await settled(() => writtenBy(stores.journal, stores.alerts));
        const one = await alone(all);
        for (const watch of WATCHES) {
          const { seen, repeats: again } = told(stores.alerts, watch);
          expect(seen).toEqual(told(one, watch).seen);
          expect(new Set(again)).toEqual(new Set(again.length > 0 ? ['same bytes'] : []));
          repeats += again.length;
        }
        for (const twin of twins) await twin.stop();
      }),
      { numRuns: RUNS },
    );
    process.stdout.write(`twins: ${RUNS} runs, ${repeats} transitions repeated with the same bytes\n`);
  }, 300_000);
});
