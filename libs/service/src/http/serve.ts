import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Registry } from 'prom-client';
import { AccessGuard, type AccessRules } from './access.js';
import { secureHeaders } from './headers.js';
import { createHealth, type Health } from './health.js';
import { nestLogger, type Logger } from '../log/logger.js';
import { isLoopback } from './origin.js';
import { HealthController, PROCESS, SignInController, type ProcessPorts } from './process.controllers.js';
import { createSessions } from './sessions.js';
import { SignInFilter } from './sign-in.js';
import { systemClock } from '../system-clock.js';
import type { Tokens } from './tokens.js';

/** Where and for whom to serve. */
export interface ServeOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Who may do what; without them only this machine is served, and everything is allowed. */
  readonly tokens?: Tokens;
  /** The URL people use, where it is not the address listened on. */
  readonly publicUrl?: string;
  /** Take the next free port (20 are tried) where `port` is taken. */
  readonly nextFree?: boolean;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health?: Health;
}

/** A server that answers. */
export interface Served {
  readonly url: string;
  readonly port: number;
  /** Ports found taken before this one. */
  readonly taken: readonly number[];
  close(): Promise<void>;
}

/** It would not be safe, or not possible, to serve like this; the message says what to change. */
export class ServeRefused extends Error {
  override readonly name = 'ServeRefused';
}

/** Serves a module's routes with the process's own (`/healthz`, `/readyz`, `/metrics`, `/login`); bodies reach handlers unread (`readBody`, `readSmall`). */
export async function serve(module: Type | DynamicModule, options: ServeOptions): Promise<Served> {
  const access = accessRules(options);
  const app = await NestFactory.create<NestExpressApplication>(rootOf(module, access, options), {
    logger: nestLogger(options.logger),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(secureHeaders);
  app.useGlobalGuards(new AccessGuard(access));
  app.useGlobalFilters(new SignInFilter());
  try {
    await app.init();
    const taken = await listen(app.getHttpServer() as Server, options);
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { url: urlOf(options.host, port), port, taken, close: () => app.close() };
  } catch (err) {
    await app.close();
    throw err;
  }
}

function accessRules({ host, tokens, publicUrl }: ServeOptions): AccessRules {
  const base = {
    sessions: createSessions(systemClock),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  if (tokens !== undefined) return { ...base, tokens };
  if (isLoopback(host)) return base;
  throw new ServeRefused(
    `not listening on ${host}: others can reach it and no tokenFile is set; set one, or listen on 127.0.0.1`,
  );
}

function rootOf(module: Type | DynamicModule, access: AccessRules, options: ServeOptions): DynamicModule {
  const { registry, health = createHealth() } = options;
  const ports: ProcessPorts = { access, health, registry, clock: systemClock };
  return {
    module: class ProcessModule {},
    imports: [module],
    controllers: [HealthController, SignInController],
    providers: [{ provide: PROCESS, useValue: ports }],
  };
}

const TRIES = 20;

async function listen(server: Server, options: ServeOptions): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let port = options.port; ; port += 1) {
    if (await free(server, port, options.host)) return taken;
    taken.push(port);
    options.logger.warn({ port }, 'the port is taken');
    if (!options.nextFree || taken.length >= TRIES || port >= 65_535) {
      throw new ServeRefused(
        `port ${taken.join(', ')} on ${options.host} is taken; set another one, or stop what listens there`,
      );
    }
  }
}

function free(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new ServeRefused(`cannot listen on ${host}:${port}: ${error.code ?? error.message}`));
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, host);
  });
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`;
}
