import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stores } from '@barometer/store';
import { fakeStores } from '@barometer/store/testing';
import fc from 'fast-check';
import { openEmbedded } from './open.js';

const key = fc.constantFrom('a', 'a/1', 'a/2', 'b', 'ä', '😀', '');
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const step = fc.oneof(
  fc.record({ append: fc.array(fc.record({ value: text }), { maxLength: 5 }) }),
  fc.record({ put: fc.array(fc.tuple(key, fc.option(text)), { maxLength: 5 }) }),
  fc.record({ read: fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 9 })) }),
  fc.record({ all: key }),
  fc.constant({ reopen: true }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function answer(stores: Stores, each: Step): Promise<unknown> {
  if ('append' in each) return stores.journal.append(each.append);
  if ('put' in each) return stores.deliveries.put(each.put);
  if ('read' in each) return stores.journal.read(...each.read);
  if (!('all' in each)) return stores.journal.end();
  const rows: unknown[] = [];
  for await (const row of stores.deliveries.all(each.all)) rows.push(row);
  return rows;
}

describe('the embedded store', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-state-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('answers any run of calls and restarts as the store in memory does', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const path = join(directory, String(run++));
        const naive = fakeStores();
        let stores = await openEmbedded(path);
        for (const each of steps) {
          if ('reopen' in each) {
            await stores.close();
            stores = await openEmbedded(path);
          }
          expect(await answer(stores, each)).toEqual(await answer(naive, each));
        }
        await stores.close();
      }),
      { numRuns: 60 },
    );
  });
});
