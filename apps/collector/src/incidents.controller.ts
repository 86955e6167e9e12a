import { receiveHttp, type HttpBody } from '@barometer/feed';
import type { Item } from '@barometer/incident';
import { BodyTooLarge, Needs, readBody } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { iso } from '@barometer/time';
import { Controller, HttpException, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Acceptor, type Receipt } from './accept.js';
import { CollectorMetrics } from './collector.metrics.js';
import { NotYet } from './gate.js';
import { Outage } from './outage.js';
import { COLLECTOR_LIMITS, type CollectorPorts } from './ports.js';
import { COLLECTOR_PORTS } from './tokens.js';

/** Read, counted and hashed at most of a body that is too large, so that its sender gets an answer. */
const MOST = 64 * 1024 * 1024;

/** Takes incidents and heartbeats over HTTP; the answer comes when they are durable. */
@Controller()
export class IncidentsController {
  private readonly maxBody: number;
  private readonly outage: Outage;

  constructor(
    @Inject(COLLECTOR_PORTS) private readonly ports: CollectorPorts,
    @Inject(Acceptor) private readonly acceptor: Acceptor,
    @Inject(CollectorMetrics) private readonly metrics: CollectorMetrics,
  ) {
    this.maxBody = ports.limits?.maxBody ?? COLLECTOR_LIMITS.maxBody;
    this.outage = new Outage(ports.clock, ports.logger);
  }

  @Post('incidents')
  @Needs('report')
  async incidents(@Req() request: Request, @Res() response: Response): Promise<void> {
    const body = await this.body(request);
    await this.answer(request, response, receiveHttp(body, request.headers, this.ports.clock.now()));
  }

  @Post('heartbeats')
  @Needs('report')
  async heartbeats(@Req() request: Request, @Res() response: Response): Promise<void> {
    const body = asHeartbeat(await this.body(request));
    await this.answer(request, response, receiveHttp(body, {}, this.ports.clock.now()));
  }

  private async answer(request: Request, response: Response, items: readonly Item[]): Promise<void> {
    const source = `POST ${request.path} from ${request.socket.remoteAddress ?? 'unknown'}`;
    const receipt = await this.take(items, source);
    const { accepted, rejected, recorded } = receipt;
    response.status(statusOf(receipt)).json({
      accepted,
      rejected,
      ...(recorded === undefined ? {} : { recorded: iso(recorded) }),
    });
  }

  private async take(items: readonly Item[], source: string): Promise<Receipt> {
    try {
      const receipt = await this.acceptor.take(items, source);
      this.outage.worked('inputs are taken in again');
      return receipt;
    } catch (error) {
      if (error instanceof NotYet)
        throw new HttpException({ statusCode: 503, message: `${error.message}; send it again` }, 503);
      this.outage.failed(error, 'inputs could not be made durable and are not acknowledged');
      const why = error instanceof StoreFailure ? `the store failed (${error.code})` : 'the collector is stopping';
      throw new HttpException({ statusCode: 503, message: `${why}; nothing was taken in, send it again` }, 503);
    }
  }

  private async body(request: Request): Promise<HttpBody> {
    try {
      const body = await readBody(request, this.maxBody, MOST);
      this.metrics.received(body.length);
      return body;
    } catch (error) {
      if (error instanceof BodyTooLarge) return { bytes: new Uint8Array(), length: MOST, sha256: '', truncated: true };
      throw new HttpException({ statusCode: 400, message: 'the request ended before its body did' }, 400);
    }
  }
}

function statusOf({ accepted, rejected }: Receipt): number {
  if (accepted > 0 || rejected.length === 0) return 202;
  return rejected.some(({ reason }) => reason === 'too_large') ? 413 : 400;
}

/** `{feed, at?}` as the heartbeat line it stands for; anything else as it came. */
function asHeartbeat(body: HttpBody): HttpBody {
  try {
    const { feed, at } = JSON.parse(Buffer.from(body.bytes).toString('utf8')) as { feed?: unknown; at?: unknown };
    if (feed === undefined || body.truncated) return body;
    const bytes = Buffer.from(JSON.stringify({ heartbeat: feed, at }));
    return { ...body, bytes, length: bytes.length };
  } catch {
    return body;
  }
}
