declare module 'snappyjs' {
  const snappyjs: {
    uncompress(compressed: Buffer, maxLength?: number): Buffer;
    compress(uncompressed: Buffer): Buffer;
  };
  export default snappyjs;
}
