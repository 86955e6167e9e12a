import { BadRequestException } from '@nestjs/common';
import type { Request, Response } from 'express';

const USUAL = 200;
const MOST = 1_000;

/** Which part of a list is asked for. */
export interface Part {
  readonly offset: number;
  readonly limit: number;
}

/** Reads `offset` and `limit`; throws 400 where they are no counts. */
export function partOf(query: Readonly<Record<string, unknown>>): Part {
  return {
    offset: count(query['offset'], 0, Number.MAX_SAFE_INTEGER, 'offset'),
    limit: count(query['limit'], USUAL, MOST, 'limit'),
  };
}

function count(value: unknown, usual: number, most: number, name: string): number {
  if (value === undefined || value === '') return usual;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (!(number <= most)) throw new BadRequestException(`${name} is a number from 0 to ${most}`);
  return number;
}

/** Answers a part of a list as `{items, total, next}`, or as lines of JSON where `application/x-ndjson` is asked for. */
export function sendList(request: Request, response: Response, all: readonly unknown[]): void {
  const { offset, limit } = partOf(request.query as Record<string, unknown>);
  const items = all.slice(offset, offset + limit);
  if (wantsLines(request)) {
    response.type('application/x-ndjson').send(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    return;
  }
  const next = offset + items.length < all.length ? offset + items.length : null;
  response.json({ items, total: all.length, next });
}

function wantsLines(request: Request): boolean {
  return request.query['format'] === 'ndjson' || (request.headers.accept ?? '').includes('application/x-ndjson');
}
