import type { Route } from '../api/routes.js';

/** A route's path with parameters of the example filled in, as known on 29 January 2024. */
export function concrete({ path, query, method }: Route, tower: string): string {
  const values: Record<string, string> = {
    watch: 'us-forces',
    alertId: tower,
    id: path.includes('incidents') ? 'fr-057' : 'nosuch',
    name: 'nosuch',
    notice: 'nosuch',
    recipient: 'nosuch',
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
  if (method !== 'get') return filled;
  const asked: Record<string, string> = { at: '2024-01-29', watch: 'us-forces', rule: 'surge', series: 'country=JO' };
  const given = Object.keys(query ?? {}).filter(
    (name) => name in asked && !(path.endsWith('/alerts') && name === 'watch'),
  );
  return `${filled}?${new URLSearchParams(Object.fromEntries(given.map((name) => [name, asked[name]!])))}`;
}
