import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const HERE = resolve(import.meta.dirname, '../../docs/indicators');
interface Drawing {
  readonly PICTURES: readonly { readonly kind: string }[];
  draw(picture: { readonly kind: string }): string;
}
const { PICTURES, draw } = (await import(`${HERE}/draw.mjs`)) as Drawing;

describe('the picture of an indicator', () => {
  it.each(PICTURES.map((picture) => [picture.kind, picture] as const))(
    '%s is what the example draws today',
    (kind, picture) => {
      expect(readFileSync(`${HERE}/${kind}.svg`, 'utf8')).toBe(draw(picture));
    },
  );
});
