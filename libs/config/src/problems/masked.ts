const SECRET =
  /((?:secret|password|passwd|token|credential|api_?key)(?!\w*File)\w*["']?\s*:\s*)("[^"]*"?|'[^']*'?|[^\s,}]+)/gi;
const USER = /(:\/\/)([^/@\s'"]+)(?=@)/g;

/** A line of the file with what looks like a secret starred out, every column in its place. */
export function masked(line: string): string {
  const stars = (_: string, before: string, secret: string) => before + '*'.repeat(secret.length);
  return line.replace(SECRET, stars).replace(USER, stars);
}
