import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { DAY, iso } from '@barometer/time';
import type { WatchDefinition } from '@barometer/watch';
import type { Request, Response } from 'express';
import { countOf, found, lookAt, ruleOf, watchOf } from '../ask.js';
import type { AsKnown } from '../views/as-known.js';
import { isUndelivered, readDeliveries } from '../views/deliveries.js';
import { ROOM, type Room } from '../views/room.js';
import { summarise } from '../views/summary.js';
import { sendList } from './list.js';
import { explanationJson, lossJson, readingJson } from './present.js';
import { RefusalFilter } from './refusal-filter.js';

type Query = Readonly<Record<string, unknown>>;

/** How everything stands: status, watches, series, readings and why. */
@Controller('api/v1')
@UseFilters(RefusalFilter)
export class ReadingsController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Get('status')
  async status(@Query('at') at: unknown): Promise<unknown> {
    const known = await lookAt(this.room, at);
    const { desk } = known;
    const deliveries = await this.room.ask(known, () => readDeliveries(this.room.ports.stores.deliveries, known.at));
    const summary = summarise(known, deliveries?.filter(isUndelivered).length);
    return {
      at: iso(known.at),
      live: known.live,
      history: desk.history,
      level: summary.level,
      openAlerts: summary.open,
      undelivered: summary.undelivered ?? null,
      behind: known.behind ?? false,
      quiet: summary.tone === 'quiet',
      words: `${summary.head} ${summary.words}`,
      feeds: desk.feeds(),
      incomplete: lossJson(desk.incomplete),
      definitionHash: desk.definitionHash ?? null,
      configProblems: this.room.ports.config.problems.length,
      counts: desk.counts,
    };
  }

  @Get('watches')
  async watches(@Query('at') at: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const known = await lookAt(this.room, at);
    sendList(
      request,
      response,
      (known.desk.definition?.watches ?? []).map((watch) => watchJson(known, watch)),
    );
  }

  @Get('watches/:watch')
  async watch(@Param('watch') name: string, @Query('at') at: unknown): Promise<unknown> {
    const known = await lookAt(this.room, at);
    return watchJson(known, watchOf(known, name));
  }

  @Get('series')
  async series(@Query() query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    const known = await lookAt(this.room, query['at']);
    const watch = watchOf(known, query['watch']);
    const rule = ruleOf(watch, query['rule']);
    const names = known.desk.series(watch.name, rule.name);
    sendList(
      request,
      response,
      names.map((series) => ({ watch: watch.name, rule: rule.name, series })),
    );
  }

  @Get('readings')
  async readings(@Query() query: Query, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { known, watch, rule, series } = await this.seriesOf(query);
    const days = countOf(query['days'], 'days', { usual: 30, most: 4_000 });
    const points = countOf(query['points'], 'points', { usual: 100, most: 1_000 });
    const step = (days * DAY) / points;
    const found = Array.from({ length: points }, (_, index) =>
      Math.round(known.at - step * (points - 1 - index)),
    ).flatMap((at) => {
      const reading = known.desk.read(watch, rule, series, at);
      return reading ? [{ at: iso(at), reading: readingJson(reading) }] : [];
    });
    sendList(request, response, found);
  }

  @Get('why')
  async why(@Query() query: Query): Promise<unknown> {
    const { known, watch, rule, series } = await this.seriesOf(query);
    return explanationJson(found(known.desk.explain(watch, rule, series), 'no such series'));
  }

  private async seriesOf(query: Query) {
    const known = await lookAt(this.room, query['at']);
    const watch = watchOf(known, query['watch']);
    const rule = ruleOf(watch, query['rule']);
    const series = typeof query['series'] === 'string' ? query['series'] : 'all';
    return { known, watch: watch.name, rule: rule.name, series };
  }
}

function watchJson({ desk }: AsKnown, watch: WatchDefinition) {
  return {
    name: watch.name,
    title: watch.title,
    feeds: watch.feeds,
    openAlerts: desk.open().filter((alert) => alert.watch === watch.name).length,
    rules: watch.rules.map((rule) => ({ ...rule, series: desk.series(watch.name, rule.name).length })),
  };
}
