import { QUALIFIERS, type ResolvedNumber } from '@barometer/incident';
import fc from 'fast-check';
import { keepsTheLaws } from '../testing/laws.js';
import { length } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { casualties } from './casualties.js';
import { coverageOf } from '../coverage.js';

const number: fc.Arbitrary<ResolvedNumber> = fc
  .tuple(fc.nat(50), fc.nat(9), fc.nat(9), fc.constantFrom(...QUALIFIERS), fc.constantFrom('us_dod', 'sohr'))
  .map(([value, below, above, qualifier, reporter]) => ({
    value,
    low: value - below,
    high: value + above,
    qualifier,
    reporter,
    grade: 'A',
    reportedAt: 0,
  }));
const resolved = fc
  .record({ killed: number, injured: number }, { requiredKeys: [] })
  .map((numbers) => ({ casualties: { ...numbers, reports: [] } }));

describe('casualties', () => {
  keepsTheLaws({
    kind: casualties,
    params: fc.record({ of: fc.constant('attacks'), window: length(90) }),
    streams: [resolved],
    oracle: (reading, { lists: [list], params: { window }, context: { at } }) => {
      const inside = list!.filter((each) => at - window < each.at && each.at <= at);
      for (const part of ['killed', 'injured'] as const) {
        const numbers = inside.flatMap((each) => each.casualties?.[part] ?? []);
        const sum = (field: 'value' | 'low' | 'high') => numbers.reduce((total, each) => total + each[field], 0);
        expect(reading.fields[part]).toBe(sum('value'));
        expect(reading.fields[`${part}Low`]).toBe(sum('low'));
        expect(reading.fields[`${part}High`]).toBe(sum('high'));
        const qualifiers = new Set(numbers.map((each) => each.qualifier));
        if (qualifiers.size === 1) expect(reading.fields[`${part}As`]).toBe([...qualifiers][0]);
        if (qualifiers.size > 1) expect(['at_least', 'up_to', 'approximately']).toContain(reading.fields[`${part}As`]);
        if (qualifiers.size > 1 && qualifiers.has('approximately'))
          expect(reading.fields[`${part}As`]).toBe('approximately');
        const reporters = new Set(numbers.map((each) => each.reporter));
        expect(reading.fields[`${part}By`]).toBe(reporters.size > 1 ? 'several' : ([...reporters][0] ?? ''));
      }
      expect(reading.value).toBe(Number(reading.fields['killed']) + Number(reading.fields['injured']));
      expect(reading.fields['incidents']).toBe(inside.length);
    },
  });

  it('says who is hurt, with the qualifier and the reporter', () => {
    const timeline = createTimeline();
    const common = { grade: 'A', reportedAt: 0 } as const;
    const killed = { ...common, value: 3, low: 3, high: 3, qualifier: 'exact', reporter: 'us_dod' } as const;
    const injured = { ...common, value: 40, low: 25, high: 47, qualifier: 'more_than', reporter: 'us_dod' } as const;
    timeline.insert({ ref: 'fr-057', at: 5, casualties: { killed, injured, reports: [] } });
    const params = casualties.params.parse({ of: 'attacks' });
    const said = {
      ...casualties.read([timeline], params, { at: 9, coverage: coverageOf([]) }),
      at: 9,
      params: { ...params },
      of: 'attacks',
    };
    expect(casualties.say(said)).toBe('3 killed (us_dod), more than 40 injured (us_dod)');
    expect(casualties.sayExactly(said)).toBe(
      'killed = 3 (exact; reports 3 to 3; us_dod); injured = 40 (more than; reports 25 to 47; us_dod)',
    );
  });

  it('keeps unreported apart from none', () => {
    const params = casualties.params.parse({ of: 'attacks' });
    const reading = casualties.read([createTimeline()], params, { at: 9, coverage: coverageOf([]) });
    expect(casualties.say({ ...reading, at: 9, params: { ...params }, of: 'attacks' })).toBe(
      'killed not reported, injured not reported',
    );
  });
});
