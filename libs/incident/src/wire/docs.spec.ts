import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidentJsonSchema } from './json-schema.js';
import { LIMITS } from './limits.js';
import { readRevisions } from './read.js';
import { REASONS } from './reasons.js';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/incidents.md'), 'utf8');
const options = { now: Date.parse('2024-02-01T00:00:00Z'), mode: 'live' as const };

/** The fenced blocks under a marker, e.g. `<!-- example: json -->`. */
function examples(name: string): readonly string[] {
  return [...page.matchAll(new RegExp(`<!-- example: ${name} -->\\s*\`\`\`[^\\n]*\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text!,
  );
}

/** The body and headers that a curl line sends. */
function sent(command: string): { body: string; headers: Record<string, string> } {
  const body = /-d '([\s\S]*?)'/.exec(command)![1]!;
  const headers = [...command.matchAll(/-H '([^:]+): ([^']*)'/g)].map(([, name, value]) => [name!, value!]);
  return { body, headers: Object.fromEntries(headers) };
}

describe('docs/incidents.md', () => {
  it('has JSON that is read, and the same incident by its short forms', () => {
    const [full, retracted] = examples('json').map((text) => readRevisions(text, {}, options));
    const short = sent(examples('curl')[0]!);
    const first = readRevisions(short.body, short.headers, options);
    expect([full, retracted, first].map((read) => read!.rejects)).toEqual([[], [], []]);
    const [one, two, three] = [first, full, retracted].map((read) => read!.revisions[0]!);
    expect(two!.incidentId).toBe(one!.incidentId);
    expect([one!.revision, two!.revision, three!.revision]).toEqual([1, 2, 3]);
    expect(one!.munitions).toEqual([{ type: 'one_way_drone', launched: { best: 1, qualifier: 'exact' } }]);
    expect(two!.extra).toBeUndefined();
    expect(three!.status).toBe('retracted');
  });

  it('has NDJSON that is read', () => {
    const read = readRevisions(examples('ndjson')[0]!, {}, options);
    expect(read.items.map(({ type, place }) => [type, place])).toEqual([
      ['revision', 1],
      ['revision', 2],
      ['heartbeat', 3],
    ]);
  });

  it('has CloudEvents that are read', () => {
    const structured = readRevisions(
      examples('cloudevent')[0]!,
      { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      options,
    );
    const { body, headers } = sent(examples('binary')[0]!);
    const binary = readRevisions(body, headers, options);
    expect([...structured.rejects, ...binary.rejects]).toEqual([]);
    expect(structured.revisions[0]).toMatchObject({
      dataset: 'my-desk',
      recordId: '2024-019',
      occurredFrom: Date.parse('2024-01-30T05:00:00Z'),
    });
    expect(binary.revisions[0]).toMatchObject({
      dataset: 'my-desk',
      recordId: '2024-020',
      occurredFrom: Date.parse('2024-01-30T06:00:00Z'),
    });
  });

  it('has examples that the published schema allows', () => {
    const validate = new Ajv2020({
      strict: true,
      strictRequired: false,
      strictTuples: false,
      strictTypes: false,
    }).compile(incidentJsonSchema());
    const documents = [
      ...examples('json'),
      sent(examples('curl')[0]!).body,
      ...examples('ndjson')[0]!.trim().split('\n').slice(0, 2),
    ];
    for (const text of documents)
      expect([text, validate(JSON.parse(text)), validate.errors]).toEqual([text, true, null]);
  });

  it('names every reason and the limits', () => {
    const table = page.slice(page.indexOf('## What is not accepted'));
    for (const reason of REASONS) expect(table).toContain(`\`${reason}\``);
    const english = (limit: number) => limit.toLocaleString('en-GB');
    for (const limit of [LIMITS.id, LIMITS.name, LIMITS.note, LIMITS.list, LIMITS.depth, LIMITS.parts])
      expect(table).toContain(english(limit));
  });
});
