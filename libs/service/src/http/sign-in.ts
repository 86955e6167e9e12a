import { Catch, UnauthorizedException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Sends a browser without a session to the sign-in page; programs get 401 and the scheme. */
@Catch(UnauthorizedException)
export class SignInFilter implements ExceptionFilter {
  catch(error: UnauthorizedException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const isPage =
      request.method === 'GET' &&
      !request.path.startsWith('/api/') &&
      (request.headers.accept ?? '').includes('text/html');
    if (!isPage) {
      response.setHeader('WWW-Authenticate', 'Bearer realm="barometer"');
      response.status(401).json({ statusCode: 401, message: error.message });
      return;
    }
    // A link in a mail comes from another site, without our SameSite=Strict cookie; asked again from here, it is sent.
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      response
        .status(200)
        .type('html')
        .send('<!doctype html><meta http-equiv="refresh" content="0"><title>Barometer</title>');
      return;
    }
    response.redirect(303, `/login?next=${encodeURIComponent(request.originalUrl)}`);
  }
}

/** A path on this server to go on to after signing in; `/` for anything that could lead elsewhere. */
export function nextPath(text: unknown): string {
  return typeof text === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) ? text : '/';
}

/** The sign-in page. */
export function signInPage(next: string, failed: boolean): string {
  const note = failed ? '<p role="alert"><strong>This token is not known.</strong></p>' : '';
  const value = next.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in · Barometer</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/login.css"></head><body><main><h1>Barometer</h1>${note}
<form method="post" action="/login"><input type="hidden" name="next" value="${value}">
<label for="token">Token</label><input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button></form></main></body></html>`;
}

/** The sign-in page's style. */
export const SIGN_IN_STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center}main{width:min(20rem,90vw)}
h1{font-size:1.4rem;margin:0 0 1rem}form{display:grid;gap:.5rem}
input,button{font:inherit;padding:.6rem .7rem;border-radius:.5rem;border:1px solid #8888}
button{margin-top:.5rem;cursor:pointer;background:#1f5fbf;border-color:#1f5fbf;color:#fff;font-weight:600}`;
