import { isInsecure } from './insecure.js';

describe('a connection that could not be made', () => {
  it.each([
    ['CERT_HAS_EXPIRED', true, 'the certificate is old'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true, 'its issuer is not sent along'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true, 'its issuer is not known here'],
    ['SELF_SIGNED_CERT_IN_CHAIN', true, 'nobody known vouches for it'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true, 'it vouches for itself'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true, 'it is for another name'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', true, 'no TLS is spoken there'],
    ['EPROTO', true, 'the handshake failed'],
    ['ETLS', true, 'nodemailer was offered no encryption'],
    ['ECONNREFUSED', false, 'nobody listens'],
    ['ECONNRESET', false, 'it broke'],
    ['ENOTFOUND', false, 'the name is not known, now'],
    [undefined, false, 'nothing is known of it'],
  ])('%s: insecure %p, %s', (code, is, why) => expect([isInsecure(code), why]).toEqual([is, why]));
});
