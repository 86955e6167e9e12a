/** Longest text that is looked at; longer ones are no names. */
export const LONGEST_NAME = 200;

const ARTICLES: ReadonlySet<string> = new Set(['al', 'el', 'the']);

/**
 * The form in which names are compared: no case, accents, apostrophes or punctuation, and no article (`al-Asad`,
 * `Al Asad` and `ASAD` are one). Empty for text that holds no letter or digit, and for text over `LONGEST_NAME`.
 */
export function normaliseName(text: string): string {
  if (text.length > LONGEST_NAME) return '';
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`ʿʾʻʼ]/gu, '')
    .toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const named = words.filter((word) => !ARTICLES.has(word));
  return (named.length > 0 ? named : words).join(' ');
}
