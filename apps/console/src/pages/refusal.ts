import { html } from './html.js';
import { frameless } from './layout.js';

const TITLES: Readonly<Record<number, string>> = {
  400: 'This cannot be read',
  403: 'This is not allowed',
  404: 'There is no such page',
  409: 'This is not possible now',
  503: 'This is not possible now',
};

/** The page of a request that cannot be answered, with the way to the others. */
export function refusalPage({
  statusCode,
  message,
}: {
  readonly statusCode: number;
  readonly message: string;
}): string {
  const title = TITLES[statusCode] ?? 'This did not work';
  return frameless(
    title,
    html`<h1>${title}</h1>
      <p role="alert">${message}</p>`,
  );
}
