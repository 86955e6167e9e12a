/** Makes JSON texts small for keeping; what it made of a text gives that text again. */
export interface Packing {
  pack(text: string): string;
  unpack(packed: string): string;
}
