import { connect, Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i;
/** As kafkajs' own sockets, ms. */
const KEEP_ALIVE = 60_000;
/** The code of the error that a connection refused here fails with. */
export const FAR = 'FAR_IN_PLAINTEXT';

/** Whether a host, by name or address, is this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Why a broker on another machine is not talked to. */
export function farWords(broker: string): string {
  return (
    `not talking to ${broker} in plaintext: anyone on the way could read and change everything; write security: tls, or ` +
    'unprotected-plaintext where the network itself is trusted'
  );
}

/** Makes plaintext connections to this machine only, whichever brokers a cluster's metadata names; others fail with code `FAR`. */
export function loopbackSockets(): ISocketFactory {
  return ({ host, port, onConnect }) => {
    if (!isLoopback(host)) return new Socket().destroy(farError(`${host}:${port}`));
    return connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE);
  };
}

function farError(broker: string): Error {
  const words = `${farWords(broker)} (the brokers of the config led there)`;
  return Object.assign(new Error(words), { code: FAR });
}
