import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from './reply.js';

/** The page beside the code. */
const README = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

/** What the README says of a status: its own row, or that of its hundred; the last row is for the others of 4xx. */
function documented(status: number): string {
  const rows = [...README.matchAll(/^\| ((?:other )?\d\w\w(?:, \d\w\w)*) +\| (\w+)/gm)];
  const says = (name: string) => rows.find(([, names]) => names!.split(', ').includes(name))?.[2];
  const hundred = `${String(status)[0]}xx`;
  const found = says(String(status)) ?? says(hundred) ?? says(`other ${hundred}`);
  if (found === undefined) throw new Error(`the README has no row for ${status}`);
  return found;
}

describe('an answer to a webhook', () => {
  it('means what the README says, whatever its status', () => {
    const statuses = Array.from({ length: 400 }, (_, n) => 200 + n);
    const judged = statuses.map((status) => [status, judge({ status, text: '' }, 0).is]);
    expect(judged).toEqual(statuses.map((status) => [status, documented(status)]));
  });
});
