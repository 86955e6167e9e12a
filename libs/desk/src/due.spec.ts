import fc from 'fast-check';
import { DueQueue, earlier, type Due } from './due.js';

const name = fc.constantFrom('a', 'b', 'c');
const due: fc.Arbitrary<Due> = fc.record({ at: fc.nat({ max: 5 }), watch: name, rule: name, series: name });

describe('the queue of due times', () => {
  it('hands out in order of instant, watch, rule and series, however it was filled', () => {
    fc.assert(
      fc.property(fc.array(due), fc.array(fc.boolean()), (dues, pops) => {
        const queue = new DueQueue<Due>();
        const naive: Due[] = [];
        dues.forEach((one, i) => {
          queue.push(one);
          naive.push(one);
          naive.sort((a, b) => (earlier(a, b) ? -1 : earlier(b, a) ? 1 : 0));
          if (pops[i]) expect(queue.pop()).toEqual(naive.shift());
        });
        while (naive.length > 0) expect(queue.pop()).toEqual(naive.shift());
        expect(queue.pop()).toBeUndefined();
      }),
    );
  });
});
