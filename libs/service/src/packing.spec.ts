import fc from 'fast-check';
import { packing } from './packing.js';

describe('a packed text', () => {
  it('is the same when it is unpacked, whatever its JSON says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        const text = JSON.stringify({ said });
        expect(packing.unpack(packing.pack(text))).toBe(text);
        expect(packing.pack(text)).toMatch(/^[\w+/=]+$/);
      }),
    );
  });

  it('is a tenth of reports that are alike, or less', () => {
    const line = (i: number) =>
      JSON.stringify({
        incidentId: `incident-${i}`,
        kind: 'attack',
        location: { country: 'IQ' },
        actors: [],
        links: [],
      });
    const text = Array.from({ length: 250 }, (_, i) => line(i)).join('\n');
    expect(packing.pack(text).length).toBeLessThan(text.length / 10);
  });
});
