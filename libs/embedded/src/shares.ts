import { Bell, type Shares } from '@barometer/store';

/** A process alone on its store owns every name, for ever. */
export class EveryShare implements Shares {
  private readonly bell = new Bell();

  owns(): boolean {
    return true;
  }

  takesPart(): boolean {
    return true;
  }

  changed(signal: AbortSignal): Promise<void> {
    return this.bell.wait(() => false, signal);
  }
}
