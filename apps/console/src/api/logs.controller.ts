import { Controller, Get, Inject, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { answered, lookAt } from '../ask.js';
import { isStanding } from '../views/act-list.js';
import { readDeliveries, type DeliveryRow } from '../views/deliveries.js';
import { listOutbox } from '../views/outbox.js';
import { redacted } from '../views/redact.js';
import { readRejects } from '../views/rejects.js';
import { ROOM, type Room } from '../views/room.js';
import { sendList } from './list.js';
import { openApi } from './openapi.js';
import { silenceJson } from './present.js';
import { RefusalFilter } from './refusal-filter.js';

type Query = Readonly<Record<string, unknown>>;
const MOST_REJECTS = 1_000;
const MOST_FILES = 10_000;

/** Feeds, deliveries, rejects, outbox, silences, config, and the API's own description. */
@Controller('api')
@UseFilters(RefusalFilter)
export class LogsController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Get('openapi.json')
  description(): unknown {
    return openApi(this.room.ports.config.current.publicUrl);
  }

  @Get('v1/feeds')
  async feeds(@Query('at') at: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    sendList(request, response, (await lookAt(this.room, at)).desk.feeds());
  }

  @Get('v1/deliveries')
  async deliveries(@Query() query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    const known = await lookAt(this.room, query['at']);
    const all = answered(await this.room.ask(known, () => readDeliveries(this.room.ports.stores.deliveries, known.at)));
    const { stage, alertId } = query;
    const asked = (row: DeliveryRow) =>
      (stage === undefined || row.stage === stage) && (alertId === undefined || row.alerts.includes(String(alertId)));
    sendList(request, response, all.filter(asked));
  }

  @Get('v1/rejects')
  async rejects(@Req() request: Request, @Res() response: Response): Promise<void> {
    sendList(request, response, (await readRejects(this.room.ports.stores.rejects, MOST_REJECTS)).rejects);
  }

  @Get('v1/conflicts')
  async conflicts(@Query('at') at: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    sendList(request, response, (await lookAt(this.room, at)).desk.conflicts());
  }

  @Get('v1/outbox')
  async outbox(@Req() request: Request, @Res() response: Response): Promise<void> {
    sendList(request, response, (await listOutbox(this.room.ports.outboxDirectory, MOST_FILES)).files);
  }

  @Get('v1/silences')
  async silences(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.room.readOn();
    const now = this.room.ports.clock.now();
    sendList(
      request,
      response,
      this.room.actList.silences().map((silence) => silenceJson(silence, isStanding(silence, now))),
    );
  }

  @Get('v1/config')
  config(): unknown {
    const { current, problems } = this.room.ports.config;
    return {
      hash: current.hash,
      file: current.file,
      text: redacted(current.text),
      receivers: current.receivers.map(({ name, channel }) => ({ name, channel })),
      problems: problems.map(({ file, line, column, path, message, suggestion }) => ({
        file,
        line,
        column,
        path,
        message,
        ...(suggestion === undefined ? {} : { suggestion }),
      })),
    };
  }
}
