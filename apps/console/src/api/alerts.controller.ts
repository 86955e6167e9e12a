import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { iso } from '@barometer/time';
import type { Request, Response } from 'express';
import { found, foundBy, lookAt } from '../ask.js';
import { ROOM, type Room } from '../views/room.js';
import { sendList } from './list.js';
import { alertJson, alertLineJson, incidentJson } from './present.js';
import { RefusalFilter } from './refusal-filter.js';

type Query = Readonly<Record<string, unknown>>;

/** Alerts and the incidents they rest on. */
@Controller('api/v1')
@UseFilters(RefusalFilter)
export class AlertsController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Get('alerts')
  async alerts(@Query() query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    const known = await lookAt(this.room, query['at']);
    const all = this.room.alerts.all(known.at).map(alertLineJson);
    const { state, watch } = query;
    sendList(
      request,
      response,
      all.filter(
        (line) => (state === undefined || line.state === state) && (watch === undefined || line.watch === watch),
      ),
    );
  }

  @Get('alerts/:alertId')
  async alert(@Param('alertId') alertId: string, @Query('at') at: unknown): Promise<unknown> {
    const known = await lookAt(this.room, at);
    const history = foundBy(known, this.room.alerts.one(alertId, known.at), 'no such alert at that time');
    const acknowledgements = this.room.actList
      .acknowledgements(alertId)
      .map(({ by, wall, note }) => ({ by, at: iso(wall), ...(note === undefined ? {} : { note }) }));
    return { ...alertJson(history), acknowledgements };
  }

  @Get('incidents')
  async incidents(@Query() query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    const known = await lookAt(this.room, query['at']);
    const { country, kind, dataset } = query;
    const all = [...known.desk.incidents()]
      .filter(
        ({ revision, facets }) =>
          (country === undefined || facets.country.includes(String(country))) &&
          (kind === undefined || revision.kind === kind) &&
          (dataset === undefined || revision.dataset === dataset),
      )
      .sort((a, b) => b.revision.occurredFrom - a.revision.occurredFrom || (a.id < b.id ? -1 : 1));
    sendList(request, response, all.map(incidentJson));
  }

  @Get('incidents/:id')
  async incident(@Param('id') id: string, @Query('at') at: unknown): Promise<unknown> {
    const known = await lookAt(this.room, at);
    return incidentJson(found(known.desk.incident(id), 'no such incident at that time'));
  }
}
