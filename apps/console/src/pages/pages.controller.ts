import { readFileSync } from 'node:fs';
import { Controller, Get, Inject, Param, Query, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { Needs } from '@barometer/service';
import { countOf, found, foundBy, lookAt, ruleOf, watchOf } from '../ask.js';
import type { AsKnown } from '../views/as-known.js';
import { readOutbox } from '../views/outbox.js';
import { ROOM, type Room } from '../views/room.js';
import { readMail } from '../views/mail.js';
import { alertPage } from './alert.js';
import { configPage } from './config.js';
import { incidentPage, incidentsPage } from './incident.js';
import { deliveriesPage, feedsPage, rejectsPage, silencesPage } from './lists.js';
import { MAIL_POLICY, outboxFilePage, outboxPage } from './outbox.js';
import { overviewPage } from './overview.js';
import { seriesPage } from './series.js';
import { alertsPage, watchPage, watchesPage } from './watch.js';
import { RefusalFilter } from '../api/refusal-filter.js';

// From src and from dist alike, this is the file beside the source.
const STYLE = readFileSync(new URL('../../src/pages/style.css', import.meta.url), 'utf8');
const DAYS = { usual: 120, most: 4_000 };

/** The pages, rendered here and free of scripts. */
@Controller()
@UseFilters(RefusalFilter)
export class PagesController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Get('style.css')
  @Needs('open')
  style(@Res() response: Response): void {
    response.setHeader('Cache-Control', 'max-age=60');
    response.type('css').send(STYLE);
  }

  @Get()
  async overview(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, await overviewPage(this.room, await this.look(at)));
  }

  @Get('alerts')
  async alerts(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, alertsPage(this.room, await this.look(at)));
  }

  @Get('a/:alertId')
  async alert(@Param('alertId') alertId: string, @Query('at') at: unknown, @Res() response: Response): Promise<void> {
    const known = await this.look(at);
    send(
      response,
      await alertPage(
        this.room,
        known,
        foundBy(known, this.room.alerts.one(alertId, known.at), 'no such alert at that time'),
      ),
    );
  }

  @Get('watches')
  async watches(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, watchesPage(await this.look(at)));
  }

  @Get('watches/:watch')
  async watch(@Param('watch') name: string, @Query('at') at: unknown, @Res() response: Response): Promise<void> {
    const known = await this.look(at);
    send(response, watchPage(this.room, known, watchOf(known, name)));
  }

  @Get('series')
  async series(@Query() query: Record<string, unknown>, @Res() response: Response): Promise<void> {
    const known = await this.look(query['at']);
    const watch = watchOf(known, query['watch']);
    const rule = ruleOf(watch, query['rule']);
    const series = typeof query['series'] === 'string' ? query['series'] : 'all';
    const days = countOf(query['days'], 'days', DAYS);
    send(response, seriesPage(this.room, known, { watch, rule, series, days }));
  }

  @Get('incidents')
  async incidents(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, incidentsPage(await this.look(at)));
  }

  @Get('incidents/:id')
  async incident(@Param('id') id: string, @Query('at') at: unknown, @Res() response: Response): Promise<void> {
    const known = await this.look(at);
    send(
      response,
      await incidentPage(this.room, known, found(known.desk.incident(id), 'no such incident at that time')),
    );
  }

  @Get('feeds')
  async feeds(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, feedsPage(await this.look(at)));
  }

  @Get('deliveries')
  async deliveries(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, await deliveriesPage(this.room, await this.look(at)));
  }

  @Get('silences')
  async silences(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, silencesPage(this.room, await this.look(at)));
  }

  @Get('rejects')
  async rejects(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, await rejectsPage(this.room, await this.look(at)));
  }

  @Get('config')
  async config(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, configPage(this.room, await this.look(at)));
  }

  @Get('outbox')
  async outbox(@Query('at') at: unknown, @Res() response: Response): Promise<void> {
    send(response, await outboxPage(this.room, await this.look(at)));
  }

  @Get('outbox/:file')
  async outboxFile(@Param('file') file: string, @Query('at') at: unknown, @Res() response: Response): Promise<void> {
    const raw = found(await readOutbox(this.room.ports.outboxDirectory, file), 'no such file');
    send(response, outboxFilePage(await this.look(at), file, raw));
  }

  @Get('outbox/:file/html')
  async outboxHtml(@Param('file') file: string, @Res() response: Response): Promise<void> {
    const raw = found(await readOutbox(this.room.ports.outboxDirectory, file), 'no such file');
    response.setHeader('Content-Security-Policy', MAIL_POLICY);
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
    send(response, found(readMail(raw).html, 'this file has no HTML'));
  }

  private look(at: unknown): Promise<AsKnown> {
    return lookAt(this.room, at);
  }
}

function send(response: Response, page: string): void {
  response.type('html').send(page);
}
