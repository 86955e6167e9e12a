import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { MINUTE, SECOND, type Clock, type Instant } from '@barometer/time';
import type { Request, Response } from 'express';
import type { Registry } from 'prom-client';
import { COOKIE, cookieOf, type AccessRules } from './access.js';
import { readSmall } from './body.js';
import type { Health } from './health.js';
import { Needs } from './roles.js';
import { SIGN_IN_STYLE, nextPath, signInPage } from './sign-in.js';
import { digestOf } from './tokens.js';

/** What the process's own routes are made of. */
export interface ProcessPorts {
  readonly access: AccessRules;
  readonly health: Health;
  readonly registry: Registry;
  readonly clock: Clock;
}
/** The name under which these are injected. */
export const PROCESS = Symbol('process');

/** Whether the process lives, is ready, and its metrics. */
@Controller()
export class HealthController {
  constructor(@Inject(PROCESS) private readonly ports: ProcessPorts) {}

  @Get('healthz')
  @Needs('open')
  alive(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Needs('open')
  async ready(@Res() response: Response): Promise<void> {
    const problems = await this.ports.health.problems();
    const ready = Object.values(problems).every((problem) => problem === undefined);
    const checks = Object.fromEntries(Object.entries(problems).map(([name, problem]) => [name, problem ?? 'ok']));
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'not ready', checks });
  }

  @Get('metrics')
  @Needs('read')
  async metrics(@Res() response: Response): Promise<void> {
    response.setHeader('Content-Type', this.ports.registry.contentType);
    response.send(await this.ports.registry.metrics());
  }
}

const MOST_FAILURES = 10;

/** Signs a browser in by token and out again. */
@Controller()
export class SignInController {
  private failures: { from: Instant; count: number } = { from: 0, count: 0 };

  constructor(@Inject(PROCESS) private readonly ports: ProcessPorts) {}

  @Get('login')
  @Needs('open')
  page(@Query('next') next: unknown, @Res() response: Response): void {
    response.type('html').send(signInPage(nextPath(next), false));
  }

  @Get('login.css')
  @Needs('open')
  style(@Res() response: Response): void {
    response.type('css').send(SIGN_IN_STYLE);
  }

  @Post('login')
  @Needs('open')
  async signIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = await readSmall(request);
    const { tokens, sessions, publicUrl } = this.ports.access;
    const next = nextPath(form?.['next']);
    const digest = typeof form?.['token'] === 'string' ? digestOf(form['token'].trim()) : undefined;
    if (!digest || !tokens?.holder(digest)) return this.refuse(response, next);
    response.cookie(COOKIE, sessions.start(digest), {
      httpOnly: true,
      sameSite: 'strict',
      secure: publicUrl?.startsWith('https:') ?? false,
      path: '/',
    });
    response.redirect(303, next);
  }

  @Post('logout')
  @Needs('open')
  signOut(@Req() request: Request, @Res() response: Response): void {
    this.ports.access.sessions.end(cookieOf(request) ?? '');
    response.clearCookie(COOKIE, { path: '/' });
    response.redirect(303, '/login');
  }

  /** Guessing is slowed down for all together; who has a token is let in all the same, or anybody could lock everybody out. */
  private refuse(response: Response, next: string): void {
    const now = this.ports.clock.monotonic();
    if (now - this.failures.from > MINUTE) this.failures = { from: now, count: 0 };
    if (this.failures.count++ < MOST_FAILURES)
      return void response.status(401).type('html').send(signInPage(next, true));
    const wait = Math.ceil((this.failures.from + MINUTE - now) / SECOND);
    response.setHeader('Retry-After', String(wait));
    response.status(429).json({ statusCode: 429, message: 'too many unknown tokens, wait a minute' });
  }
}
