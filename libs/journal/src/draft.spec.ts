import { aRevision } from '@barometer/incident/testing';
import fc from 'fast-check';
import { draftOf, encodeEntry, recordedAt } from './index.js';

const instant = fc.integer({ min: -1e14, max: 1e14 });
const revision = fc
  .record({ recordId: fc.string(), note: fc.string(), extra: fc.dictionary(fc.string(), fc.jsonValue()) })
  .map((given) => aRevision({ occurredFrom: Date.UTC(2024, 0, 28), ...given }));

describe('a draft', () => {
  it('of a report, once recorded, is the line of the entry', () => {
    fc.assert(
      fc.property(instant, revision, (recorded, given) => {
        const line = recordedAt(draftOf({ type: 'revision', revision: given }), recorded);
        expect(line).toBe(encodeEntry({ type: 'revision', recorded, revision: given }));
      }),
    );
  });

  it('of a sign of life, once recorded, is the line of the entry', () => {
    fc.assert(
      fc.property(instant, fc.string(), instant, (recorded, feed, at) => {
        const line = recordedAt(draftOf({ type: 'heartbeat', feed, at }), recorded);
        expect(line).toBe(encodeEntry({ type: 'heartbeat', recorded, feed, at }));
      }),
    );
  });
});
