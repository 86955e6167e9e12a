import { KAFKA_VERSIONS, missingFor, onPath, type KafkaVersion } from './jars.js';
import { sharedBroker } from './shared.js';

/** The first run fetches the broker, ms. */
const START_LIMIT = 320_000;

/** Where one suite's broker is; known once its tests run. */
export interface SuiteBroker {
  /** `host:port`s of the plaintext listener. */
  readonly addresses: readonly string[];
}

/** What a suite needs beside a broker: these versions only (default all), programs on the path. */
export interface SuiteNeeds {
  readonly versions?: readonly KafkaVersion[];
  readonly programs?: readonly string[];
}

/**
 * Describes a suite once for each Kafka version, on the run's shared broker, or once on the user's own that `KAFKA_BROKERS` names.
 * Without Java, Maven or another program it needs it says in one line what is skipped; where CI is set that is a failure.
 */
export function onBrokers(title: string, suite: (broker: SuiteBroker) => void, needs: SuiteNeeds = {}): void {
  const own = process.env['KAFKA_BROKERS'];
  if (own !== undefined && own !== '') {
    unlessMissing(`${title} on ${own}`, programMissing(needs), () => suite({ addresses: own.split(',') }));
    return;
  }
  for (const version of needs.versions ?? KAFKA_VERSIONS) onVersion(title, version, { suite, needs });
}

/** Describes a suite that starts brokers of its own, where they can be started; else as `onBrokers`. */
export function ifBrokersRun(name: string, version: KafkaVersion, suite: () => void): void {
  unlessMissing(name, missingFor(version), suite);
}

interface Suite {
  readonly suite: (broker: SuiteBroker) => void;
  readonly needs: SuiteNeeds;
}

function onVersion(title: string, version: KafkaVersion, { suite, needs }: Suite): void {
  unlessMissing(`${title} on Kafka ${version}`, missingFor(version) ?? programMissing(needs), () => {
    let address = '';
    beforeAll(async () => {
      address = await sharedBroker(version);
    }, START_LIMIT);
    suite({
      get addresses() {
        return [address];
      },
    });
  });
}

const programMissing = ({ programs = [] }: SuiteNeeds): string | undefined =>
  programs.find((program) => !onPath(program));

function unlessMissing(name: string, missing: string | undefined, suite: () => void): void {
  if (missing === undefined) {
    describe(name, suite);
  } else if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    describe(name, () => {
      it(`has ${missing}`, () => {
        throw new Error(`${missing} is missing, and CI runs every test: install it`);
      });
    });
  } else {
    process.stderr.write(`skipped: ${name}: ${missing} is not installed\n`);
    describe.skip(name, suite);
  }
}
