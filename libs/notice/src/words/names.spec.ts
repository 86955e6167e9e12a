import { sampleNames } from '../testing/index.js';
import { listed, reporterName } from './names.js';

describe('a reporter’s name', () => {
  it.each([
    ['us_dod', 'US DoD'],
    ['us_centcom', 'US CENTCOM'],
    ['sohr', 'SOHR'],
    ['sdf', 'SDF'],
    ['local_police', 'Local police'],
    ['encyclopedic', 'Encyclopedic'],
    ['actor:irn', 'Iran'],
    ['constructor', 'Constructor'],
  ])('%s is %s', (id, name) => {
    expect(reporterName(id, sampleNames)).toBe(name);
  });
});

describe('a list', () => {
  it.each([
    { items: ['a'], text: 'a' },
    { items: ['a', 'b'], text: 'a and b' },
    { items: ['a', 'b', 'c'], text: 'a, b and c' },
    { items: ['a', 'b', 'c', 'd'], text: 'a, b and 2 more' },
  ])('$text', ({ items, text }) => {
    expect(listed(items)).toBe(text);
  });
});
