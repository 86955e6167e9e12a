import {
  BadRequestException,
  Controller,
  Delete,
  HttpStatus,
  Inject,
  Param,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { Needs, operatorOf, readSmall } from '@barometer/service';
import { DAY, parseAsOf, type Instant } from '@barometer/time';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { found } from '../ask.js';
import { ROOM, type Room } from '../views/room.js';
import { answer, isForm } from './form.js';
import { silenceJson } from './present.js';
import { RefusalFilter } from './refusal-filter.js';
import { MATCHED, acknowledgeBody, endSilenceBody, silenceBody } from './schemas.js';

const LONGEST = 366 * DAY;

/** What operators do; each becomes an entry of the journal. Forms go back to their page, programs get JSON. */
@Controller('api/v1')
@Needs('act')
@UseFilters(RefusalFilter)
export class ActsController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Post('alerts/:alertId/acknowledge')
  async acknowledge(
    @Param('alertId') alertId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { note, by } = checked(acknowledgeBody, await bodyOf(request));
    await this.room.readOn();
    found(this.room.alerts.one(alertId, Infinity), 'no such alert');
    await this.room.acts.acknowledge({ alertId, by: nameOf(request, by), ...(note === undefined ? {} : { note }) });
    answer(request, response, { done: true }, `/a/${encodeURIComponent(alertId)}`);
  }

  @Post('silences')
  async silence(@Req() request: Request, @Res() response: Response): Promise<void> {
    const body = await bodyOf(request);
    const asked = checked(silenceBody, isForm(request) ? fromForm(body) : body);
    const matchers = Object.fromEntries(
      Object.entries(asked.matchers).filter((pair): pair is [string, string[]] => pair[1] !== undefined),
    );
    if (Object.keys(matchers).length === 0) throw new BadRequestException(`name at least one of ${MATCHED.join(', ')}`);
    const until = this.end(asked.until);
    await this.room.readOn();
    const silence = await this.room.acts.silence({
      matchers,
      reason: asked.reason,
      by: nameOf(request, asked.by),
      until,
    });
    answer(request, response, silenceJson({ ...silence, wall: silence.from }, true), '/silences');
  }

  @Delete('silences/:id')
  async remove(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.endSilence(id, nameOf(request, undefined));
    response.status(HttpStatus.OK).json({ done: true });
  }

  @Post('silences/:id/end')
  async endByForm(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { by } = checked(endSilenceBody, await bodyOf(request));
    await this.endSilence(id, nameOf(request, by));
    answer(request, response, { done: true }, '/silences');
  }

  @Post('receivers/:name/test')
  async test(@Param('name') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { receivers } = this.room.ports.config.current;
    found(
      receivers.find((receiver) => receiver.name === name),
      'no such receiver',
    );
    const outcome = await this.room.ports.sendTest(name);
    response.status(HttpStatus.CREATED).json(outcome);
  }

  private async endSilence(id: string, by: string): Promise<void> {
    await this.room.readOn();
    const silence = found(
      this.room.actList.silences().find((one) => one.id === id),
      'no such silence',
    );
    if (silence.endedAt === undefined) await this.room.acts.endSilence({ id, by });
  }

  private end(text: string): Instant {
    const now = this.room.ports.clock.now();
    const until = instant(text);
    if (until <= now) throw new BadRequestException('until: the end lies in the past');
    if (until > now + LONGEST) throw new BadRequestException('until: a silence lasts at most 366 days');
    return until;
  }
}

function instant(text: string): Instant {
  try {
    return parseAsOf(text);
  } catch (error) {
    throw new BadRequestException(`until: ${error instanceof Error ? error.message : 'not a time'}`);
  }
}

async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = await readSmall(request);
  if (!body) throw new BadRequestException('send a JSON object or a form, up to 64 KiB');
  return body;
}

function fromForm(form: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const matchers: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    if (!(MATCHED as readonly string[]).includes(name)) rest[name] = value;
    else if (value !== '') matchers[name] = value;
  }
  return { ...rest, matchers };
}

function checked<T>(schema: z.ZodType<T>, body: Readonly<Record<string, unknown>>): T {
  // Forms send every field: an empty one was not filled in.
  const filled = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''));
  const result = schema.safeParse(filled);
  if (result.success) return result.data;
  throw new BadRequestException(
    result.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)),
  );
}

function nameOf(request: Request, by: string | undefined): string {
  const { name } = operatorOf(request);
  if (by === undefined || by === '' || by === name) return name;
  return name === 'local' ? by : `${by} (${name})`;
}
