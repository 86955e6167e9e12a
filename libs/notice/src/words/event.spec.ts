import type { Evidence } from '@barometer/alert';
import { sampleNames, tower22 } from '../testing/index.js';
import { eventWords } from './event.js';

describe('an incident in words', () => {
  it.each<{ kind: Evidence['kind']; tactics: Evidence['tactics']; targets?: string[]; words: string }>([
    { kind: 'attack', tactics: ['one_way_drone'], words: 'drone attack on US forces' },
    {
      kind: 'attack',
      tactics: ['ballistic_missile', 'rocket'],
      words: 'ballistic missile and rocket attack on US forces',
    },
    {
      kind: 'retaliatory_strike',
      tactics: ['airstrike'],
      targets: ['actor:irn'],
      words: 'retaliatory airstrike on Iran',
    },
    {
      kind: 'retaliatory_strike',
      tactics: ['ballistic_missile'],
      words: 'retaliatory ballistic missile strike on US forces',
    },
    { kind: 'strike', tactics: ['drone_strike'], words: 'drone strike on US forces' },
    { kind: 'storming', tactics: [], words: 'storming on US forces' },
    { kind: 'threat', tactics: ['unknown'], targets: [], words: 'threat' },
  ])('$words', ({ kind, tactics, targets, words }) => {
    expect(eventWords({ ...tower22(1), kind, tactics, ...(targets ? { targets } : {}) }, sampleNames)).toBe(words);
  });
});
