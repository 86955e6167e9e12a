import { ForbiddenException, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { hostAllowed, sameOrigin } from './origin.js';
import { NEEDS, allows, type Role } from './roles.js';
import type { Sessions } from './sessions.js';
import { digestOf, type Operator, type Tokens } from './tokens.js';

/** The cookie of a signed-in browser. */
export const COOKIE = 'barometer';

/** What decides who may do what: without tokens everybody on this machine may do everything. */
export interface AccessRules {
  readonly tokens?: Tokens;
  readonly sessions: Sessions;
  readonly publicUrl?: string;
}

const LOCAL: Operator = { name: 'local', roles: ['read', 'report', 'act'] };
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const operators = new WeakMap<object, Operator>();

/** Who makes a request that a guard let through; `local` where no tokens are set. */
export function operatorOf(request: object): Operator {
  return operators.get(request) ?? { name: 'nobody', roles: [] };
}

/** Lets a request pass when its sender has the role its handler needs and no other site sent it. */
export class AccessGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly rules: AccessRules) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const named = this.reflector.getAllAndOverride<Role | 'open' | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const needed = named ?? (SAFE.has(request.method) ? 'read' : 'act');
    const { tokens } = this.rules;
    const operator = tokens ? this.byToken(request, needed, tokens) : this.local(request);
    if (needed !== 'open' && (!operator || !allows(operator.roles, needed))) {
      throw operator
        ? new ForbiddenException(`this needs the role ${needed}`)
        : new UnauthorizedException('a token is needed');
    }
    if (operator) operators.set(request, operator);
    return true;
  }

  private local(request: Request): Operator {
    if (!hostAllowed(request.headers.host, this.rules.publicUrl)) {
      throw new ForbiddenException('unknown Host: use 127.0.0.1, localhost or the publicUrl of the config');
    }
    this.refuseForeign(request, false);
    return LOCAL;
  }

  private byToken(request: Request, needed: Role | 'open', tokens: Tokens): Operator | undefined {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) return tokens.holder(digestOf(token));
    const digest = this.rules.sessions.digest(cookieOf(request) ?? '');
    const operator = digest && tokens.holder(digest);
    if (operator || needed === 'open') this.refuseForeign(request, operator !== undefined);
    return operator;
  }

  private refuseForeign(request: Request, required: boolean): void {
    if (!SAFE.has(request.method) && !sameOrigin(request.headers, this.rules.publicUrl, required)) {
      throw new ForbiddenException('a request that changes something must come from this page');
    }
  }
}

/** The session cookie's value. */
export function cookieOf(request: Pick<Request, 'headers'>): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === COOKIE) return pair.slice(at + 1).trim();
  }
  return undefined;
}
