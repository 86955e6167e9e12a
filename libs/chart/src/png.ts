import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

const FAMILY = 'DejaVu Sans Condensed';
const FONT_FILES = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'];

/** A chart as PNG at twice its size, for sharp screens; only the shipped font is used, so every machine makes the same bytes. */
export function toPng(svg: string, scale = 2): Uint8Array {
  const require = createRequire(import.meta.url);
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    logLevel: 'off',
    font: {
      loadSystemFonts: false,
      fontFiles: FONT_FILES.map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`)),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  return image.render().asPng();
}
