import fc from 'fast-check';
import { compose } from './compose.js';
import { contextOf, noticeOf, raisedTower22, tower22, transitionOf, updatedTower22 } from '../testing/index.js';
import { LARGEST_PAYLOAD, webhookJsonSchema, webhookPayload, webhookSchema } from './webhook-payload.js';

describe('a webhook’s body', () => {
  it('says the transition as its type, with the message’s values and ranked evidence', () => {
    const notice = noticeOf([updatedTower22()]);
    const payload = webhookPayload(notice, compose(notice, contextOf()));
    expect(payload).toMatchObject({ type: 'alert.updated', timestamp: '2024-01-29T12:00:09.000Z' });
    expect(payload.data).toMatchObject({
      level: 'critical',
      first: 'UPDATED: injured at least 34 -> more than 40 (US DoD). Killed still 3.',
    });
    expect(payload.data.transitions[0]!.evidence[0]).toMatchObject({
      ref: 'fr-057.4',
      killed: 3,
      injured: 40,
      place: 'Tower 22',
    });
    expect(webhookSchema.parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
  });

  it.each([
    { kind: 'alert' as const, type: 'alert.raised' },
    { kind: 'daily' as const, type: 'alert.daily' },
    { kind: 'still open' as const, type: 'alert.still_open' },
  ])('$kind is $type', ({ kind, type }) => {
    const notice = noticeOf([raisedTower22()], { kind });
    expect(webhookPayload(notice, compose(notice, contextOf())).type).toBe(type);
  });

  it('stays under its limit and keeps the signal, however much there is to say', () => {
    const long = fc.string({ unit: 'binary', maxLength: 2_000 });
    fc.assert(
      fc.property(fc.nat(60), long, long, (count, title, place) => {
        const evidence = Array.from({ length: 8 }, () => ({ ...tower22(3), place, note: title }));
        const notice = noticeOf(
          Array.from({ length: count + 1 }, (_, i) => transitionOf({ title, alertId: `A${i}`, evidence })),
        );
        const payload = webhookPayload(notice, compose(notice, contextOf()));
        expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThan(LARGEST_PAYLOAD);
        expect(payload.data.transitionsTotal).toBe(count + 1);
        expect(payload.data.transitions[0]!.alertId).toBe('A0');
        expect(payload.data.first).not.toBe('');
      }),
      { numRuns: 50 },
    );
  });

  it('is published as JSON Schema', () => {
    expect(webhookJsonSchema()).toMatchObject({ type: 'object', required: ['type', 'timestamp', 'data'] });
  });
});
