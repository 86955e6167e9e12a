import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The oldest and the newest Apache Kafka that the tests speak to. */
export const KAFKA_VERSIONS = ['3.9.1', '4.4.0'] as const;
export type KafkaVersion = (typeof KAFKA_VERSIONS)[number];

/** Outside `node_modules`, so that it outlives `npm ci`; ignored by git. */
const CACHE = resolve(import.meta.dirname, '../../../../.cache/kafka');

const run = promisify(execFile);

const pom = (version: KafkaVersion): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>barometer</groupId>
  <artifactId>broker</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** Whether a program can be started by its name. */
export const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** The program without which no broker of this version can be started here, if any. */
export function missingFor(version: KafkaVersion): string | undefined {
  if (!onPath('java')) return 'Java';
  return existsSync(join(CACHE, version)) || onPath('mvn') ? undefined : 'Maven';
}

/** The folder with the jars of one version, fetched from Maven Central the first time. */
export async function kafkaJars(version: KafkaVersion): Promise<string> {
  const kept = join(CACHE, version);
  if (existsSync(kept)) return kept;
  const fresh = join(CACHE, `.${version}-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await writeFile(join(fresh, 'pom.xml'), pom(version));
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(fresh, 'lib')}`, '-DincludeScope=runtime'];
  try {
    await run('mvn', ['-q', '-B', ...goal], { cwd: fresh });
    // Another run may have been faster; its jars are as good.
    await rename(join(fresh, 'lib'), kept).catch((error: unknown) => {
      if (!existsSync(kept)) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return kept;
}
