import { ConflictException, Controller, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { Needs, operatorOf } from '@barometer/service';
import type { Outcome } from '@barometer/notice';
import type { Request, Response } from 'express';
import { found } from '../ask.js';
import { NotGivenUp } from '../send-again.js';
import { ROOM, type Room } from '../views/room.js';
import { answer } from './form.js';
import { RefusalFilter } from './refusal-filter.js';

/** What operators do about notices that nobody got. */
@Controller('api/v1')
@Needs('act')
@UseFilters(RefusalFilter)
export class DeliveriesController {
  constructor(@Inject(ROOM) private readonly room: Room) {}

  @Post('deliveries/:notice/:recipient/send')
  async send(
    @Param('notice') notice: string,
    @Param('recipient') recipient: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = { notice, recipient, by: operatorOf(request).name };
    answer(request, response, found(await this.sent(asked), 'no such delivery'), '/deliveries');
  }

  private async sent(asked: Parameters<Room['ports']['sendAgain']>[0]): Promise<Outcome | undefined> {
    try {
      return await this.room.ports.sendAgain(asked);
    } catch (error) {
      if (error instanceof NotGivenUp) throw new ConflictException(error.message);
      throw error;
    }
  }
}
