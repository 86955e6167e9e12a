import { serve, type Served, type ServeOptions } from '@barometer/service';
import { ConsoleModule } from '../console.module.js';
import type { ExampleRoom } from './example-room.js';

/** Serves the console over a room's ports on a free port. */
export function served({ ports }: ExampleRoom, more: Partial<ServeOptions> = {}): Promise<Served> {
  return serve(ConsoleModule.on(ports), {
    host: '127.0.0.1',
    port: 0,
    logger: ports.logger,
    registry: ports.registry,
    ...more,
  });
}
