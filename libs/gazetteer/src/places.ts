import { COUNTRIES } from './data/countries.js';

/** `Jordan` for `JO`; the code itself when it is none. */
export function countryName(code: string): string {
  return Object.hasOwn(COUNTRIES, code) ? COUNTRIES[code]! : code;
}

/** Every ISO 3166-1 alpha-2 code, sorted. */
export function countryCodes(): readonly string[] {
  return Object.keys(COUNTRIES).sort();
}
