import type { Packing } from '../packing.js';

/** Makes nothing smaller; what was not packed, or twice, cannot be unpacked. */
export const packing: Packing = {
  pack: (text) => `<${text}>`,
  unpack: (packed) => {
    if (!/^<[^<]/.test(packed)) throw new Error(`not packed once: ${packed.slice(0, 20)}`);
    return packed.slice(1, -1);
  },
};
