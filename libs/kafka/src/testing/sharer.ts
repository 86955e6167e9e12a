/** A process that takes its share of some names and says on stdout what it owns: `node sharer.js BROKER PREFIX NAME…`. */
import kafkajs from 'kafkajs';
import { GroupShares } from '../shares.js';

const [broker, prefix, ...names] = process.argv.slice(2);
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const kafka = new kafkajs.Kafka({ brokers: [broker!], logLevel: kafkajs.logLevel.NOTHING });

/** What it owned from one look to the last that found the same, wall clock, ms. */
interface Spell {
  readonly owned: readonly string[];
  readonly from: number;
  to: number;
}

const shares = await GroupShares.join(
  kafka,
  { prefix: prefix! },
  {
    ...{ role: 'test', log: silent },
    onFatal: (error) => {
      throw error;
    },
  },
);

let spell: Spell | undefined;
const look = () => {
  const owned = names.filter((name) => shares.owns(name));
  const at = Date.now();
  if (spell !== undefined && owned.join() === spell.owned.join()) {
    spell.to = at;
    return;
  }
  if (spell !== undefined) process.stdout.write(`${JSON.stringify({ ended: spell })}\n`);
  spell = { owned, from: at, to: at };
  process.stdout.write(`${JSON.stringify({ began: spell })}\n`);
};
const looking = setInterval(look, 10);

process.once('SIGTERM', async () => {
  clearInterval(looking);
  look();
  process.stdout.write(`${JSON.stringify({ ended: spell })}\n`);
  await shares.close();
});
