import { StoreFailure, type StoreFailureCode } from '@barometer/store';
import { createLogger } from './log/logger.js';
import { persist } from './persist.js';

/** Fails as often as told, then answers. */
function failing(times: number, code: StoreFailureCode) {
  let left = times;
  return async () => {
    if (left-- > 0) throw new StoreFailure(code, `failed with ${left} to go`);
    return 'done';
  };
}

function rig() {
  const lines: string[] = [];
  const stop = new AbortController();
  const waits: number[] = [];
  const sleep = async (wait: number) => void waits.push(wait);
  const logger = createLogger({ level: 'info', to: { write: (line) => void lines.push(line) } });
  const said = () => lines.map((line) => (JSON.parse(line) as { level: string }).level);
  return { on: { sleep, signal: stop.signal, logger }, waits, said, stop };
}

describe('persisting', () => {
  it.each(['unreachable', 'unsure', 'full'] as const)(
    'goes on while the store is %s, and says so once',
    async (code) => {
      const { on, waits, said } = rig();
      expect(await persist(failing(3, code), on)).toBe('done');
      expect(waits).toEqual([1_000, 1_000, 1_000]);
      expect(said()).toEqual(['warn', 'info']);
    },
  );

  it('says nothing where nothing failed', async () => {
    const { on, said } = rig();
    expect(await persist(failing(0, 'full'), on)).toBe('done');
    expect(said()).toEqual([]);
  });

  it('calls for somebody when it lasts', async () => {
    const { on, said } = rig();
    await persist(failing(200, 'unreachable'), on);
    expect(said()).toEqual(['warn', 'error', 'info']);
  });

  it.each(['lost', 'corrupt', 'refused', 'closed'] as const)('does not try again what is %s', async (code) => {
    const { on, waits } = rig();
    await expect(persist(failing(1, code), on)).rejects.toMatchObject({ code });
    expect(waits).toEqual([]);
  });

  it('ends with the process', async () => {
    const { on, stop } = rig();
    const sleep = async () => stop.abort();
    await expect(persist(failing(9, 'unsure'), { ...on, sleep })).rejects.toMatchObject({ code: 'unsure' });
  });
});
