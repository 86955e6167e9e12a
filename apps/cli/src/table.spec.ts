import { PassThrough } from 'node:stream';
import { ManualClock } from '@barometer/time';
import type { Io } from './io.js';
import { formatTable, type Cell } from './table.js';

const HEAD = ['AT', 'LEVEL', 'WHAT'];
const ROWS: Cell[][] = [
  ['2024', { text: 'high', colour: 'red' }, 'one two three four five six seven eight nine ten'],
  ['2025', 'low', 'short'],
];

function io(columns?: number, env: Record<string, string> = {}): Io {
  const stdout = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
  return { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env, clock: new ManualClock(0) };
}

describe('a table', () => {
  it('has one line a row and no colour where the output is no terminal', () => {
    expect(formatTable(io(), HEAD, ROWS).split('\n')).toEqual([
      'AT    LEVEL  WHAT',
      '2024  high   one two three four five six seven eight nine ten',
      '2025  low    short',
    ]);
  });

  it('wraps the last column at words to fit a terminal', () => {
    expect(formatTable(io(50, { NO_COLOR: '1' }), HEAD, ROWS).split('\n')).toEqual([
      'AT    LEVEL  WHAT',
      '2024  high   one two three four five six seven',
      '             eight nine ten',
      '2025  low    short',
    ]);
  });

  it('puts the last column on lines of its own where there is no room', () => {
    expect(formatTable(io(40, { NO_COLOR: '1' }), HEAD, ROWS).split('\n')).toEqual([
      '2024  high',
      '    one two three four five six seven',
      '    eight nine ten',
      '2025  low',
      '    short',
    ]);
  });

  it('has colours on a terminal, unless they are not wanted', () => {
    expect(formatTable(io(200), HEAD, ROWS)).toContain('\u001b[31mhigh');
    expect(formatTable(io(200, { NO_COLOR: '1' }), HEAD, ROWS)).not.toContain('\u001b');
    expect(formatTable(io(200, { TERM: 'dumb' }), HEAD, ROWS)).not.toContain('\u001b');
  });

  it('takes control characters and line breaks out of cells', () => {
    const row = [['a\u001b[2Jb', 'c\nd', 'e\u202ef']];
    expect(formatTable(io(), HEAD, row).split('\n')).toEqual(['AT      LEVEL  WHAT', 'a [2Jb  c d    e f']);
  });
});
