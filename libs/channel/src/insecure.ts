/** Codes of Node and OpenSSL, and of nodemailer, for a connection that could not be secured. */
const CODES =
  /^(?:ETLS|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECODE|DECRYPT)|ERR_(?:TLS|SSL)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH)/;

/** Whether an error's code says that certificate or protocol, and not the network, kept a connection from being made. */
export function isInsecure(code: string | undefined): boolean {
  return CODES.test(code ?? '');
}
