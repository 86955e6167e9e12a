import { KAFKA_VERSIONS, missingFor, type KafkaVersion } from './jars.js';
import { sharedBroker } from './shared.js';

/** Where one suite's broker is; known once its tests run. */
export interface SuiteBroker {
  /** `host:port`s of the plaintext listener. */
  readonly addresses: readonly string[];
}

/** What a suite needs: these versions only, or a broker of its own that it may kill. */
export interface SuiteNeeds {
  readonly versions?: readonly KafkaVersion[];
}

/**
 * Describes a suite once for each Kafka version, on the run's shared broker, or once on the user's own that `KAFKA_BROKERS` names.
 * Without Java or Maven it says in one line what is skipped; where CI is set that is a failure.
 */
export function onBrokers(title: string, suite: (broker: SuiteBroker) => void, needs: SuiteNeeds = {}): void {
  const own = process.env['KAFKA_BROKERS'];
  if (own !== undefined && own !== '') {
    describe(`${title} on ${own}`, () => suite({ addresses: own.split(',') }));
    return;
  }
  for (const version of needs.versions ?? KAFKA_VERSIONS) onVersion(title, version, suite);
}

function onVersion(title: string, version: KafkaVersion, suite: (broker: SuiteBroker) => void): void {
  const name = `${title} on Kafka ${version}`;
  ifBrokersRun(name, version, () => {
    let address = '';
    beforeAll(async () => {
      address = await sharedBroker(version);
    }, 320_000);
    suite({
      get addresses() {
        return [address];
      },
    });
  });
}

/** Describes a suite that starts brokers of its own, where they can be started; else as `onBrokers`. */
export function ifBrokersRun(name: string, version: KafkaVersion, suite: () => void): void {
  const missing = missingFor(version);
  if (missing === undefined) {
    describe(name, suite);
  } else if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    describe(name, () => {
      it(`has ${missing}`, () => {
        throw new Error(`${missing} is missing, and CI runs every test: install it`);
      });
    });
  } else {
    process.stderr.write(`skipped: ${name}: ${missing} is not installed (KAFKA_BROKERS may name a broker instead)\n`);
    describe.skip(name, suite);
  }
}
