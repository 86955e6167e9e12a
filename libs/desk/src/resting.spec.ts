import type { Incident, Link, Munition, Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { canonicalJson, encodeEntry, readEntry, sha256Hex, type Entry } from '@barometer/journal';
import { DAY, HOUR } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import fc from 'fast-check';
import { Desk } from './desk.js';
import { ENGINE } from './engine.js';
import { aDefinition, aRule, aWatch } from './testing/index.js';
import { restarted } from './testing/restart.js';

const RUNS = process.env['SOAK'] ? 5_000 : 150;
const START = Date.UTC(2024, 0, 1);
/** Records of a dataset. */
const MOST = 8;
const OF = { of: 'attacks' };

/** A watch with a rule of every kind and grouping; `days` is their window. */
function everything(days: number, country: string): Definition {
  const window = `${days}d`;
  const rules = [
    aRule({ name: 'count', reading: { kind: 'count', ...OF, window }, by: ['country'], levels: { low: 'count >= 2' } }),
    aRule({ name: 'all', reading: { kind: 'count', ...OF, window }, levels: { low: 'count >= 3' } }),
    aRule({
      name: 'two',
      reading: { kind: 'surge', ...OF, window },
      by: ['country', 'place'],
      levels: { low: 'p < 0.2' },
    }),
    aRule({ name: 'hurt', reading: { kind: 'casualties', ...OF }, by: ['incident'], levels: { low: 'injured >= 3' } }),
    aRule({ name: 'toll', reading: { kind: 'casualties', ...OF, window }, levels: { low: 'injured >= 9' } }),
    aRule({
      name: 'new',
      reading: { kind: 'novelty', ...OF, field: 'place', window, minHistory: 1 },
      levels: { low: 'new' },
    }),
    aRule({ name: 'most', reading: { kind: 'record', ...OF, window, minHistory: 1 }, levels: { low: 'value >= 1' } }),
    aRule({ name: 'quiet', reading: { kind: 'lull', ...OF, counter: 'published' }, levels: { low: 'gap >= 2d' } }),
    aRule({ name: 'answers', reading: { kind: 'exchange', ...OF }, levels: { low: 'length >= 2' } }),
  ];
  const part = aWatch('part', rules.slice(0, 3), { match: { all: { country: [country] }, not: {} } });
  return aDefinition([aWatch('whole', rules), part]);
}

const told = fc.record({
  gap: fc.nat({ max: 40 }),
  late: fc.constantFrom(0, 0, 0, 1, 9),
  dataset: fc.constantFrom('test', 'test', 'test', 'other'),
  record: fc.nat({ max: MOST }),
  revision: fc.nat({ max: 4 }),
  country: fc.constantFrom('IQ', 'SY'),
  place: fc.constantFrom('Homs', 'Basra', undefined),
  kind: fc.constantFrom<Revision['kind']>('attack', 'attack', 'attack', 'strike', 'denial', 'count_statement'),
  status: fc.constantFrom<Revision['status']>('reported', 'reported', 'reported', 'retracted'),
  injured: fc.constantFrom(0, 0, 3, 7),
  launched: fc.constantFrom(0, 0, 2, 5),
  link: fc.option(
    fc.record({
      type: fc.constantFrom<Link['type']>('denies', 'claims', 'responds_to', 'duplicates'),
      record: fc.nat({ max: MOST }),
    }),
    { freq: 3 },
  ),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ told }) },
  { weight: 3, arbitrary: fc.record({ restart: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.constantFrom(3, 20), country: fc.constantFrom('IQ', 'SY') }) },
  { weight: 1, arbitrary: fc.record({ asked: fc.nat({ max: MOST }) }) },
);

function revisionOf(t: Told, recorded: number): Revision {
  const casualties = { side: 'target_forces', reporter: 'us_dod', reportedAt: recorded, isClaim: false } as const;
  const total = { counter: 'published', since: START, asOf: recorded, total: t.injured, qualifier: 'exact' } as const;
  const munition: Munition = { type: 'rocket', launched: { best: t.launched } };
  return aRevision({
    dataset: t.dataset,
    recordId: `r${t.record}`,
    revision: t.revision,
    kind: t.kind,
    status: t.status,
    occurredFrom: START + Math.floor((recorded - START) / DAY - t.late) * DAY,
    reportedAt: recorded,
    location: { country: t.country, ...(t.place && { place: t.place }) },
    actors: [{ actorId: 'actor:usa-mil', role: 'target' }],
    casualties: t.injured > 0 ? [{ ...casualties, injured: { best: t.injured } }] : [],
    munitions: t.launched > 0 ? [munition] : [],
    links: t.link ? [linkTo(t.link)] : [],
    ...(t.kind === 'count_statement' && { counter: total }),
  });
}

function linkTo({ type, record }: NonNullable<Told['link']>): Link {
  const { incidentId, dataset, recordId } = aRevision({ recordId: `r${record}`, occurredFrom: START });
  return { type, incidentId, dataset, recordId, confidence: 'asserted' };
}

/** What came out of a desk since the last time, as text. */
const out = (desk: Desk): string[] => desk.takePending().map(({ transition }) => JSON.stringify(transition));

/** Every answer that a desk gives of its series and incidents. */
function answers(desk: Desk): unknown {
  const series = desk.definition!.watches.flatMap(({ name: watch, rules }) =>
    rules.flatMap(({ name: rule }) =>
      desk.series(watch, rule).map((one) => {
        const { reading, contributors, rungs } = desk.explain(watch, rule, one)!;
        const incidents = desk.incidentsOf(watch, rule, one, START - 99 * DAY, desk.now).map(({ id }) => id);
        return { watch, rule, one, reading, contributors, rungs, incidents };
      }),
    ),
  );
  return plain({ series, open: desk.open(), incidents: [...desk.incidents()], counts: desk.counts });
}

/** Fields alone: a revision read back from its line is another class. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A desk that is never stopped beside one that is, told the same. */
class Pair {
  readonly whole = new Desk();
  other = new Desk();
  private places = 0;
  private hash: string | null = null;

  configure(definition: Definition): void {
    const hash = sha256Hex(canonicalJson(definition));
    this.tell({ type: 'config', engine: ENGINE, hash, replaces: this.hash, definition });
    this.hash = hash;
  }

  tell(entry: Entry): void {
    const text = encodeEntry(entry);
    for (const desk of [this.whole, this.other]) desk.step(readEntry(text), this.places);
    this.places++;
    expect(out(this.other)).toEqual(out(this.whole));
  }

  ask(recordId: string): void {
    const [of, other] = [this.whole, this.other].map((desk): Incident | undefined => desk.incident(recordId));
    expect(plain([other])).toEqual(plain([of]));
  }
}

describe('a desk whose incidents rest', () => {
  it('says and answers what one says that was never stopped, through reports, questions and other definitions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pair = new Pair();
        pair.configure(everything(7, 'IQ'));
        let recorded = START;
        for (const one of steps) {
          if ('told' in one) {
            recorded += one.told.gap * HOUR;
            pair.tell({ type: 'revision', recorded, revision: revisionOf(one.told, recorded) });
          } else if ('restart' in one) pair.other = restarted(pair.other);
          else if ('asked' in one) pair.ask(`r${one.asked}`);
          else pair.configure(everything(one.days, one.country));
        }
        pair.other = restarted(pair.other);
        for (let record = 0; record <= MOST; record++) pair.ask(`r${record}`);
        expect(answers(pair.other)).toEqual(answers(pair.whole));
        pair.tell({ type: 'tick', recorded: recorded + 200 * DAY });
      }),
      { numRuns: RUNS },
    );
  });
});
