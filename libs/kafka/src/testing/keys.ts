import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a client needs for the secure listener: the broker's certificate, a user and its password (also in a file). */
export interface Keys {
  readonly keystore: string;
  readonly caFile: string;
  readonly user: string;
  readonly password: string;
  readonly passwordFile: string;
}

/** A key for `localhost` and 127.0.0.1, signed by itself, as the broker's keystore and as PEM for clients. */
export async function makeKeys(home: string): Promise<Keys> {
  const keys: Keys = {
    keystore: join(home, 'broker.p12'),
    caFile: join(home, 'ca.pem'),
    user: 'barometer',
    password: 'correct-horse',
    passwordFile: join(home, 'password'),
  };
  const store = ['-alias', 'broker', '-storetype', 'PKCS12', '-keystore', keys.keystore, '-storepass', keys.password];
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-validity', '365'];
  await run('keytool', ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', ...subject, ...store]);
  await run('keytool', ['-exportcert', '-rfc', '-file', keys.caFile, ...store]);
  await writeFile(keys.passwordFile, `${keys.password}\n`);
  return keys;
}
