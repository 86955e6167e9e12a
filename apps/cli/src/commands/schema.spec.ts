import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { INCIDENTS, runCli } from '../testing/run-cli.js';

describe('schema', () => {
  it.each(['incident', 'transition', 'reading', 'webhook', 'config'])('prints a JSON Schema for %s', async (name) => {
    const { code, out } = await runCli(['schema', name]);
    const schema = JSON.parse(out) as { $schema: string };
    const ajv = schema.$schema.includes('2020') ? new Ajv2020({ strict: false }) : new Ajv({ strict: false });
    formats.default(ajv as Ajv);
    expect(code).toBe(0);
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it('allows every line of the example', async () => {
    const ajv = formats.default(new Ajv2020({ strict: false }));
    const allowed = ajv.compile(JSON.parse((await runCli(['schema', 'incident'])).out) as object);
    for (const line of (await readFile(INCIDENTS, 'utf8')).trim().split('\n')) {
      allowed(JSON.parse(line));
      expect(allowed.errors).toBeNull();
    }
  });
});
