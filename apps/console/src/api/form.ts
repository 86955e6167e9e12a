import { HttpStatus } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Whether a page's form was sent, and not JSON. */
export function isForm(request: Request): boolean {
  return request.is('application/x-www-form-urlencoded') !== false;
}

/** Answers what was done: forms go back to their page, programs get JSON. */
export function answer(request: Request, response: Response, body: unknown, page: string): void {
  if (isForm(request)) response.redirect(HttpStatus.SEE_OTHER, page);
  else response.status(HttpStatus.CREATED).json(body);
}
