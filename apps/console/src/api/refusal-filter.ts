import { ClockJumped } from '@barometer/journal';
import { StoreFailure } from '@barometer/store';
import {
  BadRequestException,
  Catch,
  ConflictException,
  ForbiddenException,
  HttpException,
  HttpStatus,
  NotFoundException,
  ServiceUnavailableException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { refusalPage } from '../pages/refusal.js';
import { isForm } from './form.js';

/** What is told of a request that cannot be answered. */
export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
}

/** Says why a request is refused: as a page to a browser that shows pages or sends a form, as JSON to programs. */
@Catch(
  StoreFailure,
  ClockJumped,
  BadRequestException,
  ForbiddenException,
  NotFoundException,
  ConflictException,
  ServiceUnavailableException,
)
export class RefusalFilter implements ExceptionFilter {
  catch(error: Error, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const refusal = refusalOf(error, request.method);
    response.status(refusal.statusCode);
    if (isForPeople(request)) response.type('html').send(refusalPage(refusal));
    else response.json(error instanceof HttpException ? error.getResponse() : refusal);
  }
}

/** The same for paths that lead nowhere, which belong to no controller. */
@Catch(NotFoundException)
export class NoSuchPathFilter extends RefusalFilter {}

function isForPeople(request: Request): boolean {
  const shown = request.method === 'GET' ? !request.path.startsWith('/api/') : isForm(request);
  return shown && (request.headers.accept ?? '').includes('text/html');
}

function refusalOf(error: Error, method: string): Refusal {
  if (error instanceof HttpException) return { statusCode: error.getStatus(), message: error.message };
  const message = error instanceof StoreFailure ? storeWords(error, method) : error.message;
  return { statusCode: HttpStatus.SERVICE_UNAVAILABLE, message };
}

/** The store's own words, and of an act whether it may have been written. */
function storeWords(error: StoreFailure, method: string): string {
  return `the store failed (${error.code}): ${error.message}; ${method === 'GET' ? 'ask again' : whatNow(error)}`;
}

function whatNow({ code }: StoreFailure): string {
  return code === 'unsure'
    ? 'it may have been written all the same: look before you do it again'
    : 'nothing was written, do it again';
}
