import fc from 'fast-check';
import { incidentId, refOf } from './identity.js';

describe('incidentId', () => {
  it('is the same for the same record, for ever', () =>
    expect(incidentId('founding-region', 'fr-057')).toBe('1d1a304597e0d6b8fc12aa6e99882a4c'));

  it('differs where dataset or record differ, however the two are cut', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
        expect(incidentId(a, b) === incidentId(c, d)).toBe(a === c && b === d);
      }),
    ));

  it('is not fooled by moving the cut', () => expect(incidentId('ab', 'c')).not.toBe(incidentId('a', 'bc')));
});

it('names a revision as people say it', () => expect(refOf({ recordId: 'fr-057', revision: 4 })).toBe('fr-057.4'));
