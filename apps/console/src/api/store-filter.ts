import { StoreFailure } from '@barometer/store';
import { Catch, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Answers 503 with the store's own words where it fails, and says of an act whether it may have been written. */
@Catch(StoreFailure)
export class StoreFilter implements ExceptionFilter {
  catch(error: StoreFailure, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method } = http.getRequest<Request>();
    const statusCode = HttpStatus.SERVICE_UNAVAILABLE;
    const message = `the store failed (${error.code}): ${error.message}; ${method === 'GET' ? 'ask again' : whatNow(error)}`;
    http.getResponse<Response>().status(statusCode).json({ statusCode, message });
  }
}

function whatNow({ code }: StoreFailure): string {
  return code === 'unsure'
    ? 'it may have been written all the same: look before you do it again'
    : 'nothing was written, do it again';
}
