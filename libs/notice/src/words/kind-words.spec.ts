import { transitionOf, sampleNames } from '../testing/samples.js';
import { readingWords } from './kind-words.js';

describe('the reading in one clause', () => {
  it.each<{ why: string; says: string; words: string }>([
    { why: 'a country is named', says: 'country JO is new', words: 'Jordan is new' },
    { why: 'two letters alone are no country', says: 'JO is new', words: 'JO is new' },
    {
      why: 'an actor is named, whatever it did',
      says: 'claimant actor:iri is new',
      words: 'claimant Islamic Resistance in Iraq is new',
    },
    { why: 'an actor nobody knows keeps its id', says: 'target actor:x-1 is new', words: 'target actor:x-1 is new' },
    { why: 'a site is named', says: 'site site:tower-22 is new', words: 'Tower 22 is new' },
  ])('$why', ({ says, words }) => {
    const kindOf = () => ({ say: () => says, sayExactly: () => '' });
    expect(readingWords(transitionOf(), { names: sampleNames, kindOf })).toBe(words);
  });
});
