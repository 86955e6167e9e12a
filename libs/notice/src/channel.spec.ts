import type { Channel, Outcome, Outgoing } from './channel.js';
import { channelContract, type Behaviour, type ChannelRig } from './testing/index.js';

/** A far end in memory: what the contract asks for can be met, and is asked for. */
async function openMemory(): Promise<ChannelRig> {
  const taken: string[] = [];
  let script: Behaviour[] = [];
  const answers: Record<Behaviour, (outgoing: Outgoing, signal: AbortSignal) => Outcome | Promise<Outcome>> = {
    accept: ({ key }) => {
      taken.push(key);
      return { is: 'accepted', reply: 'ok' };
    },
    defer: () => ({ is: 'retry', why: 'later' }),
    refuse: () => ({ is: 'refused', why: 'never' }),
    hang: (_, signal) => hung(signal),
    'drop after accept': ({ key }) => {
      taken.push(key);
      return { is: 'retry', why: 'no answer' };
    },
  };
  const channel: Channel = {
    name: 'memory',
    send: async (outgoing, signal) => answers[script.shift() ?? 'accept'](outgoing, signal),
    close: async () => undefined,
  };
  return {
    channel,
    recipient: 'desk',
    script: (behaviours) => {
      script = [...behaviours];
    },
    taken: () => taken,
    close: async () => undefined,
  };
}

function hung(signal: AbortSignal): Promise<Outcome> {
  const gaveUp = AbortSignal.any([signal, AbortSignal.timeout(10)]);
  return new Promise((resolve) => {
    const give = () => resolve({ is: 'retry', why: 'timed out' });
    if (gaveUp.aborted) give();
    else gaveUp.addEventListener('abort', give, { once: true });
  });
}

channelContract('a channel in memory', openMemory);
