import type { FieldSpec } from '@barometer/indicator';
import { ConditionError, holds, leastOf, parseCondition } from './index.js';

const FIELDS: FieldSpec[] = [
  { name: 'p', type: 'probability', unit: '', about: '' },
  { name: 'count', type: 'number', unit: 'incidents', about: '' },
  { name: 'stood', type: 'days', unit: 'days', about: '' },
  { name: 'new', type: 'boolean', unit: '', about: '' },
];

describe('parseCondition', () => {
  it.each([
    { why: 'one comparison', text: 'count >= 3', says: 'count >= 3' },
    {
      why: 'several joined by and, spaces normalised',
      text: ' p<0.01   and count>=3 ',
      says: 'p < 0.01 and count >= 3',
    },
    { why: 'a bare boolean', text: 'new', says: 'new' },
    { why: 'a duration for days', text: 'stood >= 36h', says: 'stood >= 1.5d' },
    { why: 'a number for days', text: 'stood >= 30', says: 'stood >= 30d' },
    { why: 'exponents', text: 'p < 1e-3', says: 'p < 0.001' },
    { why: 'false spelled out', text: 'new == false', says: 'new == false' },
  ])('reads $why', ({ text, says }) => expect(parseCondition(text, FIELDS).text).toBe(says));

  it.each([
    { why: 'an unknown field', text: 'count >= 3 and px < 1', offset: 15, message: /no field "px"/ },
    { why: 'a single equals sign', text: 'count = 3', offset: 6, message: /use ==/ },
    { why: 'a number field without comparison', text: 'count', offset: 0, message: /compare it/ },
    { why: 'text for a number', text: 'count >= many', offset: 9, message: /not a number/ },
    { why: 'or', text: 'count >= 3 or p < 1', offset: 0, message: /joined by "and" alone/ },
    { why: 'signs for and', text: 'count >= 3 && p < 1', offset: 0, message: /joined by "and" alone/ },
    { why: 'AND in capitals', text: 'count >= 3 AND p < 1', offset: 0, message: /expected "field op value"/ },
    { why: 'nothing', text: '', offset: 0, message: /expected/ },
    { why: 'a duration for a count', text: 'count >= 3d', offset: 9, message: /not a number/ },
    { why: 'a bad duration', text: 'stood >= 3 days', offset: 0, message: /expected/ },
    { why: 'a boolean compared with a number', text: 'new == 1', offset: 7, message: /true or false/ },
  ])('refuses $why, with its place', ({ text, offset, message }) => {
    try {
      parseCondition(text, FIELDS);
      throw new Error('was read');
    } catch (error) {
      expect(error).toBeInstanceOf(ConditionError);
      expect((error as ConditionError).message).toMatch(message);
      expect((error as ConditionError).offset).toBe(offset);
    }
  });
});

describe('holds', () => {
  it.each([
    { why: 'at the edge of >=', text: 'count >= 3', fields: { count: 3 }, yes: true },
    { why: 'at the edge of >', text: 'count > 3', fields: { count: 3 }, yes: false },
    { why: 'every comparison must hold', text: 'p < 0.01 and count >= 3', fields: { p: 0.001, count: 2 }, yes: false },
    { why: 'a record never equalled stood for ever', text: 'stood >= 365d', fields: { stood: Infinity }, yes: true },
    { why: 'a missing field holds nothing, not even !=', text: 'count != 3', fields: {}, yes: false },
    { why: 'what is not a number holds nothing', text: 'count != 3', fields: { count: NaN }, yes: false },
  ])('$why', ({ text, fields, yes }) => expect(holds(parseCondition(text, FIELDS), fields as never)).toBe(yes));
});

describe('leastOf', () => {
  it.each([
    { why: 'at least', text: 'count >= 3', least: 3 },
    { why: 'more than, which the bound itself does not satisfy', text: 'count > 3', least: 3 },
    { why: 'exactly', text: 'count == 3', least: 3 },
    { why: 'the greatest of several bounds', text: 'count >= 3 and count > 7', least: 7 },
    { why: 'no bound by another field', text: 'p < 0.01', least: -Infinity },
    { why: 'no bound from above', text: 'count < 3', least: -Infinity },
    { why: 'no bound by what it must not be', text: 'count != 3', least: -Infinity },
  ])('$why', ({ text, least }) => expect(leastOf(parseCondition(text, FIELDS), 'count')).toBe(least));
});
