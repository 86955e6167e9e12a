import { incidentId } from '@barometer/incident';
import { DAY } from '@barometer/time';
import { aDefinition, aRule, aWatch, Story } from './testing/index.js';

const START = Date.UTC(2024, 0, 28);
const first = aRule({
  name: 'any',
  reading: { kind: 'count', of: 'attacks', window: '7d' },
  levels: { high: 'count >= 1', critical: 'count >= 2' },
});

const link = (type: 'denies' | 'claims') =>
  [
    { type, incidentId: incidentId('test', 'attack'), dataset: 'test', recordId: 'attack', confidence: 'asserted' },
  ] as const;
const denial = {
  recordId: 'denial',
  occurredFrom: START,
  kind: 'denial' as const,
  actors: [{ actorId: 'actor:iran-gov', role: 'perpetrator' as const }],
  links: link('denies'),
};

describe('a denial that is a report of its own', () => {
  it('stands in the evidence of the incident it denies, whichever came first', () => {
    const story = new Story(aDefinition([aWatch('w', [first])]));
    story.report(denial);
    const [raised] = story.report({ recordId: 'attack', occurredFrom: START }, START + 1);
    expect(raised!.evidence[0]!.denials).toEqual([{ by: 'actor:iran-gov', at: new Date(START).toISOString() }]);
  });

  it('goes when it is retracted', () => {
    const story = new Story(aDefinition([aWatch('w', [first])]));
    story.report(denial);
    story.report({ recordId: 'attack', occurredFrom: START }, START + 1);
    story.report({ ...denial, revision: 2, status: 'retracted' }, START + 2);
    const [upgraded] = story.report({ recordId: 'other', occurredFrom: START + DAY }, START + DAY);
    const attack = upgraded!.evidence.find(({ recordId }) => recordId === 'attack');
    expect(attack!.denials).toEqual([]);
  });
});
