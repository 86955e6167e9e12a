import { verify } from '@barometer/alert';
import { DAY, HOUR } from '@barometer/time';
import { Desk } from './desk.js';
import { aDefinition, aRule, aWatch, Story } from './testing/index.js';

const START = Date.UTC(2024, 0, 1);
const day = (n: number) => START + n * DAY;

const weekly = aRule({
  name: 'weekly',
  reading: { kind: 'count', of: 'attacks', window: '7d' },
  by: ['country'],
  levels: { elevated: 'count >= 2', high: 'count >= 3' },
});

const attack = (id: string, at: number, country = 'IQ') => ({ recordId: id, occurredFrom: at, location: { country } });

describe('a desk', () => {
  it('raises, upgrades and resolves one alert with one id, each at its own instant', () => {
    const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
    story.report(attack('a', day(0)));
    story.report(attack('b', day(1)));
    story.report(attack('c', day(2)));
    story.tick(day(30));
    expect(story.short).toEqual([
      '2024-01-02T00:00 raised elevated',
      '2024-01-03T00:00 upgraded high',
      '2024-01-09T00:00 downgraded elevated',
      '2024-01-10T00:00 resolved -',
    ]);
    expect(new Set(story.transitions.map(({ alertId }) => alertId)).size).toBe(1);
    expect(story.transitions.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('names its series, causes and reasons', () => {
    const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
    story.report(attack('a', day(0)));
    const [raised] = story.report(attack('b', day(1)));
    const [resolved] = story.tick(day(30));
    expect(raised).toMatchObject({ series: 'country=IQ', reason: 'threshold crossed', causedBy: 'b.1', value: 2 });
    expect(raised!.cause).toMatch(/^[0-9a-f]{64}$/);
    expect(resolved).toMatchObject({ reason: 'left the window', cause: 'due 2024-01-09T00:00:00.000Z', level: null });
  });

  it('chains a watch’s transitions, each hash over its content', () => {
    const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
    ['a', 'b', 'c'].forEach((id, i) => story.report(attack(id, day(i))));
    const [first, second] = story.transitions;
    expect(second!.previousHash).toBe(first!.hash);
    expect(story.transitions.every((transition) => verify(JSON.parse(JSON.stringify(transition))))).toBe(true);
  });

  it('puts the transitions of one cause in one group', () => {
    const other = { ...weekly, name: 'another' };
    const story = new Story(aDefinition([aWatch('iraq', [weekly, other])]));
    story.report(attack('a', day(0)));
    const out = story.report(attack('b', day(1)));
    expect(out.map(({ rule, group }) => [rule, group])).toEqual([
      ['another', { index: 0, size: 2 }],
      ['weekly', { index: 1, size: 2 }],
    ]);
  });

  describe('with a late report', () => {
    it('never raises for an instant already past', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      story.report(attack('a', day(0)));
      story.tick(day(20));
      expect(story.report(attack('b', day(1)), day(20))).toEqual([]);
    });
  });

  describe('with a correction', () => {
    const retracted = { ...attack('c', day(2)), revision: 2, status: 'retracted' as const };

    it('downgrades an open alert whose evidence goes, and says so', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      ['a', 'b', 'c'].forEach((id, i) => story.report(attack(id, day(i))));
      const [down] = story.report(retracted, day(2) + HOUR);
      expect(down).toMatchObject({ transition: 'downgraded', level: 'elevated', reason: 'corrected', causedBy: 'c.2' });
    });

    it('withdraws an alert that would not have fired', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      ['a', 'c'].forEach((id, i) => story.report(attack(id, day(i))));
      const [gone] = story.report({ ...attack('c', day(1)), revision: 2, status: 'retracted' }, day(1) + HOUR);
      expect(gone).toMatchObject({ transition: 'withdrawn', level: null, reason: 'corrected' });
    });

    it('leaves a closed alert closed', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      ['a', 'b', 'c'].forEach((id, i) => story.report(attack(id, day(i))));
      story.tick(day(30));
      expect(story.report(retracted, day(31))).toEqual([]);
    });
  });

  describe('with a changed rule', () => {
    it('keeps the id where the alert still stands, and says a changed level once', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      ['a', 'b'].forEach((id, i) => story.report(attack(id, day(i))));
      const eager = aRule({
        ...{ name: 'weekly', reading: { kind: 'count', of: 'attacks', window: '7d' } },
        by: ['country'],
        levels: { elevated: 'count >= 1', high: 'count >= 2' },
      });
      const [up] = story.configure(aDefinition([aWatch('iraq', [eager])]));
      expect(up).toMatchObject({ transition: 'upgraded', level: 'high', reason: 'rule changed' });
      expect(up!.alertId).toBe(story.transitions[0]!.alertId);
    });

    it('resolves where it no longer stands, or the rule is gone', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
      ['a', 'b'].forEach((id, i) => story.report(attack(id, day(i))));
      const [gone] = story.configure(aDefinition([aWatch('iraq', [])]));
      expect(gone).toMatchObject({ transition: 'resolved', reason: 'rule changed' });
    });

    it('raises what is newly over', () => {
      const story = new Story(aDefinition([aWatch('iraq', [])]));
      ['a', 'b'].forEach((id, i) => story.report(attack(id, day(i))));
      expect(story.configure(aDefinition([aWatch('iraq', [weekly])]))).toMatchObject([
        { transition: 'raised', level: 'elevated', reason: 'rule changed' },
      ]);
    });

    it('is not noticed by another watch', () => {
      const story = new Story(aDefinition([aWatch('iraq', [weekly]), aWatch('other', [])]));
      ['a', 'b'].forEach((id, i) => story.report(attack(id, day(i))));
      expect(story.configure(aDefinition([aWatch('iraq', [weekly]), aWatch('other', [weekly])]))).toMatchObject([
        { watch: 'other', transition: 'raised' },
      ]);
    });

    it('is ignored, and counted, when it names another definition than the one in force', () => {
      const story = new Story(aDefinition([aWatch('iraq', [])]));
      story.tell({ type: 'config', engine: 'barometer/0.1.0', hash: 'x', replaces: 'y', definition: aDefinition([]) });
      expect(story.desk.ignoredConfigs).toBe(1);
      expect(story.desk.definition?.watches).toHaveLength(1);
    });
  });

  it('of a newer engine repeats an older journal byte for byte, and looks at everything anew where it takes over', () => {
    const old = new Story(aDefinition([aWatch('iraq', [weekly])]));
    ['a', 'b'].forEach((id, i) => old.report(attack(id, day(i))));
    const newer = new Desk({ engine: 'barometer/0.2.0' });
    old.entries.forEach((entry, place) => newer.step(entry, place));
    expect(newer.takePending().map(({ transition }) => transition)).toEqual(old.transitions);
    const [config] = old.entries;
    if (config?.type !== 'config') throw new Error('no config');
    newer.step({ ...config, engine: 'barometer/0.2.0', replaces: config.hash }, old.entries.length);
    expect(newer.takePending()).toEqual([]);
    newer.step({ type: 'tick', recorded: day(30) }, old.entries.length + 1);
    expect(newer.takePending().at(-1)!.transition).toMatchObject({ transition: 'resolved', engine: 'barometer/0.2.0' });
  });

  it('takes no notice of a newer engine in an entry that names another definition', () => {
    const story = new Story(aDefinition([]));
    story.tell({ type: 'config', engine: 'barometer/9.0.0', hash: 'x', replaces: 'y', definition: aDefinition([]) });
    expect(story.desk.ignoredConfigs).toBe(1);
  });

  it('stops where the journal asks for a newer engine', () => {
    const story = new Story(aDefinition([]));
    const replaces = story.desk.definitionHash!;
    const config = { type: 'config', engine: 'barometer/9.0.0', hash: 'x', replaces, definition: {} } as const;
    expect(() => story.tell(config)).toThrow(/start the newer one/);
  });
});

describe('asking', () => {
  const story = new Story(aDefinition([aWatch('iraq', [weekly])]));
  story.report(attack('a', day(0)));

  it('reads a well-named series that never had a contribution as empty, and keeps nothing of it', () => {
    expect(story.desk.read('iraq', 'weekly', 'country=JO')).toMatchObject({ known: true, value: 0 });
    expect(story.desk.explain('iraq', 'weekly', 'country=JO')!.words).toMatch(/^Did not fire/);
    expect(story.desk.series('iraq', 'weekly')).toEqual(['country=IQ']);
  });

  it('lists a revision number that came with two contents, and keeps the first', () => {
    const twice = new Story(aDefinition([]));
    twice.report(attack('a', day(0)));
    twice.report({ ...attack('a', day(0)), note: 'other' });
    expect(twice.desk.conflicts()).toMatchObject([{ recordId: 'a', revision: 1, times: 1 }]);
    expect(twice.desk.incident('a')!.revision.note).toBeUndefined();
  });

  it('says why a series did not fire, with the distance', () => {
    const { rungs, words, level } = story.desk.explain('iraq', 'weekly', 'country=IQ')!;
    expect(level).toBeNull();
    expect(rungs[0]).toMatchObject({ level: 'elevated', holds: false, comparisons: [{ actual: 1, distance: 1 }] });
    expect(words).toBe('Did not fire at 2024-01-01T00:00:00.000Z: elevated needs count >= 2 (it is 1).');
  });

  it.each(['tactic=rocket', 'country', 'all', 'country=IQ,tactic=rocket', ''])('knows no series "%s"', (name) => {
    expect(story.desk.read('iraq', 'weekly', name)).toBeUndefined();
  });
});

describe('a silent feed', () => {
  const feeds = [{ name: 'test', datasets: ['test'], coverage: 'full' as const, silentAfter: 2 * DAY }];
  const story = () => new Story(aDefinition([aWatch('iraq', [weekly])], { feeds }));

  it('raises at the rung below the top when it falls due, and resolves at the next sign of life', () => {
    const told = story();
    told.heartbeat('test', day(0));
    told.tick(day(5));
    told.heartbeat('test', day(6));
    expect(told.transitions).toMatchObject([
      {
        watch: 'barometer',
        rule: 'feed silent',
        series: 'feed=test',
        transition: 'raised',
        level: 'high',
        cause: 'due 2024-01-03T00:00:00.000Z',
      },
      { transition: 'resolved', reason: 'feed alive', at: '2024-01-07T00:00:00.000Z' },
    ]);
  });

  it('keeps alerts open: no release runs meanwhile, and goes on when it is back', () => {
    const told = story();
    ['a', 'b'].forEach((id, i) => told.report(attack(id, day(i))));
    told.tick(day(20));
    expect(told.desk.open().map(({ watch }) => watch)).toEqual(['barometer', 'iraq']);
    told.heartbeat('test', day(20));
    told.heartbeat('test', day(20) + 30 * HOUR);
    expect(told.transitions.at(-1)).toMatchObject({
      watch: 'iraq',
      transition: 'resolved',
      at: '2024-01-22T00:00:00.000Z',
    });
  });

  it('is never an imported file without heartbeats', () => {
    const told = new Story(aDefinition([aWatch('iraq', [weekly])], { feeds }), { imported: true });
    told.report(attack('a', day(0)));
    told.report(attack('b', day(40)));
    told.tell({ type: 'import ended', recorded: day(40) });
    told.tick(day(90));
    expect(told.transitions).toEqual([]);
    expect(told.desk.feeds()).toMatchObject([
      { feed: 'other', state: 'unseen' },
      { feed: 'test', state: 'ended' },
    ]);
    expect(told.desk.signs()).toEqual([{ feed: 'other' }, { feed: 'test', last: day(40) }]);
  });

  it('counts from the last sign of life, once there was one', () => {
    const told = story();
    expect(told.desk.signs()).toEqual([{ feed: 'other' }, { feed: 'test' }]);
    told.report(attack('a', day(0)));
    told.heartbeat('test', day(1));
    const sign = { feed: 'test', last: day(1), silentAfter: 2 * DAY };
    expect(told.desk.signs()).toEqual([{ feed: 'other' }, sign]);
    told.tick(day(20));
    expect(told.desk.signs()).toEqual([{ feed: 'other' }, sign]);
  });
});

describe('history', () => {
  it('is what came out before the first live entry, by place', () => {
    const told = new Story(aDefinition([aWatch('iraq', [weekly])]), { imported: true });
    ['a', 'b'].forEach((id, i) => told.report(attack(id, day(i))));
    told.tell({ type: 'import ended', recorded: day(1) });
    told.tell({ type: 'heartbeat', recorded: day(30), feed: 'test', at: day(30) });
    ['c', 'd'].forEach((id, i) =>
      told.tell({ type: 'revision', recorded: day(30 + i), revision: { ...reportOf(told, id, day(30 + i)) } }),
    );
    expect(told.transitions.map(({ transition, history }) => [transition, history])).toEqual([
      ['raised', true],
      ['resolved', true],
      ['raised', false],
    ]);
  });
});

function reportOf(told: Story, id: string, at: number) {
  const first = told.entries.find((entry) => entry.type === 'revision')!;
  if (first.type !== 'revision') throw new Error('no revision');
  return { ...first.revision, recordId: id, incidentId: id, occurredFrom: at };
}
