import { describe, expect, it } from 'vitest';
import { toTransportError, UnsentError } from '../../src/answers/transport-error.ts';

/** An error as Node makes it. */
function errorOf(message: string, parts: object = {}, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), parts);
}

function fetchFailed(cause: Error): Error {
  return new TypeError('fetch failed', { cause });
}

const refused = errorOf('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' });
const noName = errorOf('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
const closed = errorOf('other side closed', { code: 'UND_ERR_SOCKET' });
const inBody = Object.assign(new TypeError('terminated', { cause: closed }));
const axiosFetch = (cause: Error): Error => errorOf('Network Error', { code: 'ERR_NETWORK' }, cause);

describe('a request that got no answer', () => {
  it.each([
    ['axios http, refused', refused, 'not-sent', 'network'],
    ['axios fetch, refused', axiosFetch(fetchFailed(refused)), 'not-sent', 'network'],
    ['fetch, refused', fetchFailed(refused), 'not-sent', 'network'],
    ['axios http, no such name', noName, 'not-sent', 'network'],
    ['axios fetch, no such name', axiosFetch(noName), 'not-sent', 'network'],
    ['fetch, no such name', fetchFailed(noName), 'not-sent', 'network'],
    [
      'axios http, reset after the body was read',
      errorOf('socket hang up', { code: 'ECONNRESET' }),
      'sent',
      'network',
    ],
    ['axios fetch, reset after the body was read', axiosFetch(closed), 'sent', 'network'],
    ['fetch, reset after the body was read', fetchFailed(closed), 'sent', 'network'],
    [
      'axios http, truncated body',
      errorOf('stream has been aborted', { code: 'ERR_BAD_RESPONSE' }),
      'sent',
      'network',
    ],
    ['axios fetch, truncated body', inBody, 'sent', 'network'],
    ['axios http, timeout', errorOf('timeout of 5 ms', { code: 'ECONNABORTED' }), 'sent', 'timeout'],
    ['axios fetch, timeout', errorOf('timeout of 5 ms', { code: 'ETIMEDOUT' }), 'sent', 'timeout'],
    ['fetch, timeout', new DOMException('too late', 'TimeoutError'), 'sent', 'timeout'],
    ['fetch, aborted', new DOMException('aborted', 'AbortError'), 'sent', 'network'],
    [
      'fetch, no headers',
      fetchFailed(errorOf('Headers Timeout', { code: 'UND_ERR_HEADERS_TIMEOUT' })),
      'sent',
      'timeout',
    ],
    ['fetch, no body', errorOf('Body Timeout', { code: 'UND_ERR_BODY_TIMEOUT' }), 'sent', 'timeout'],
    [
      'fetch, no connection in time',
      fetchFailed(errorOf('Connect Timeout', { code: 'UND_ERR_CONNECT_TIMEOUT' })),
      'not-sent',
      'network',
    ],
    [
      'no connection in time',
      errorOf('connect ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'connect' }),
      'not-sent',
      'timeout',
    ],
    [
      'certificate',
      fetchFailed(errorOf('self-signed', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
      'not-sent',
      'network',
    ],
    [
      'no way there',
      errorOf('connect EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'connect' }),
      'not-sent',
      'network',
    ],
    ['nobody knows', new TypeError('Failed to fetch'), 'sent', 'network'],
  ] as const)('%s', (_, cause, phase, category) => {
    expect(toTransportError(cause)).toMatchObject({ phase, category, cause });
  });

  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])(
    '%s of an established connection proves nothing',
    (code) => {
      for (const syscall of ['read', 'write']) {
        const broken = errorOf(`${syscall} ${code}`, { code, syscall });
        expect(toTransportError(broken).phase).toBe('sent');
        // As axios wraps it: the code is copied, the call is not.
        expect(toTransportError(errorOf(broken.message, { code }, broken)).phase).toBe('sent');
      }
    },
  );

  it.each([
    'ERR_INVALID_URL',
    'ERR_BAD_OPTION',
    'ERR_NOT_SUPPORT',
    'ERR_INVALID_CHAR',
    'UND_ERR_INVALID_ARG',
  ])('%s is a mistake of the caller: nothing was sent', (code) => {
    const error = fetchFailed(errorOf('no request', { code }));
    expect(toTransportError(error)).toMatchObject({
      phase: 'not-sent',
      category: 'invalid-request',
      cause: error,
    });
  });

  it('is read down a chain of causes, and through a circle', () => {
    const deep = errorOf('1', {}, errorOf('2', {}, errorOf('3', {}, refused)));
    expect(toTransportError(deep).phase).toBe('not-sent');
    const circle = errorOf('round');
    circle.cause = errorOf('and round', {}, circle);
    expect(toTransportError(circle)).toMatchObject({ phase: 'sent', category: 'network', cause: circle });
  });

  it('may be anything that somebody threw', () => {
    for (const cause of [undefined, null, 'lost', 7, { code: 5, name: {} }, Object.create(null)])
      expect(toTransportError(cause)).toMatchObject({ phase: 'sent', category: 'network', cause });
  });

  const tlsText = (reason: string): string =>
    `write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:${reason}:../ssl3_record.c:350:\n`;
  const handshake = 'Client network socket disconnected before secure TLS connection was established';

  it.each<[string, Error]>([
    ['a handshake that was cut', errorOf(handshake, { code: 'ECONNRESET' })],
    ['a port without TLS', errorOf(tlsText('wrong version number'), { code: 'EPROTO', syscall: 'write' })],
    ['no version in common', errorOf('no', { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' })],
    ['an issuer that nobody knows', errorOf('no', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' })],
    ['a certificate that was revoked', errorOf('no', { code: 'CERT_REVOKED' })],
    ['a proxy that hung up', errorOf('Proxy connection ended before receiving CONNECT response')],
    [
      'a proxy that said no',
      errorOf('Proxy response (407) !== 200 when HTTP Tunneling', { code: 'UND_ERR_ABORTED' }),
    ],
    ['a SOCKS proxy that said no', errorOf('no', { code: 'UND_ERR_SOCKS5_REPLY_5' })],
    [
      'a SOCKS proxy, by the package that drops codes',
      errorOf('Socket closed', { options: { proxy: {}, destination: {}, command: 'connect' } }),
    ],
    [
      'a stream that the server refused',
      errorOf('Stream closed with error code NGHTTP2_REFUSED_STREAM', { code: 'ERR_HTTP2_STREAM_ERROR' }),
    ],
    ['a session that is going away', errorOf('New streams', { code: 'ERR_HTTP2_GOAWAY_SESSION' })],
    [
      'Deno, refused',
      new TypeError(
        'error sending request for url (https://a.b/): client error (Connect): tcp connect error',
      ),
    ],
  ])('%s proves that nothing was sent', (_, cause) => {
    const seen = { phase: 'not-sent', category: 'network' };
    expect(toTransportError(cause)).toMatchObject(seen);
    expect(toTransportError(fetchFailed(cause))).toMatchObject(seen);
    expect(toTransportError(errorOf(cause.message, { isAxiosError: true }, cause))).toMatchObject(seen);
  });

  it('is final where either side refused the handshake, and not where it was cut or nobody was there', () => {
    const isFinal = (cause: Error): unknown => toTransportError(fetchFailed(cause)).isFinal ?? false;
    const refusals = [
      errorOf(tlsText('wrong version number'), { code: 'EPROTO', syscall: 'write' }),
      errorOf('no', { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }),
      errorOf('no', { code: 'CERT_HAS_EXPIRED' }),
      errorOf('no', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    ];
    expect(refusals.map(isFinal)).toEqual([true, true, true, true]);
    const others = [
      refused,
      errorOf(handshake, { code: 'ECONNRESET' }),
      errorOf('no', { code: 'UND_ERR_PRX_TLS' }),
      errorOf('no', { code: 'CERT_HAS_EXPIRED', request: { _redirectCount: 1 } }),
      errorOf(tlsText('bad record mac'), { code: 'EPROTO', syscall: 'write' }),
    ];
    expect(others.map(isFinal)).toEqual([false, false, false, false, false]);
  });

  it.each<[string, Error]>([
    ['EPROTO alone', errorOf(tlsText('bad record mac'), { code: 'EPROTO', syscall: 'write' })],
    ['a stream that was cancelled', errorOf('Stream closed with error code NGHTTP2_CANCEL')],
    [
      'Deno, lost',
      new TypeError('error sending request for url (https://a.b/): client error (SendRequest): closed'),
    ],
    ['a destroyed dispatcher', errorOf('The client is destroyed', { code: 'UND_ERR_DESTROYED' })],
    [
      'plain words within a session that stood',
      errorOf('no', {
        code: 'ERR_SSL_WRONG_VERSION_NUMBER',
        request: { _currentRequest: { socket: { _secureEstablished: true } } },
      }),
    ],
    ['a socket that closed', errorOf('Socket closed')],
    ['a later hop that was refused', errorOf('connect', { request: { _redirectCount: 1 } }, refused)],
    [
      'a later hop without an address',
      errorOf(
        'no',
        { code: 'ERR_FR_REDIRECTION_FAILURE' },
        errorOf('Invalid URL', { code: 'ERR_INVALID_URL' }),
      ),
    ],
    [
      'a 4xx, which has the code of a bad request',
      errorOf('no', { code: 'ERR_BAD_REQUEST', isAxiosError: true, response: { status: 400 } }),
    ],
  ])('%s proves nothing', (_, cause) => {
    expect(toTransportError(cause).phase).toBe('sent');
    expect(toTransportError(fetchFailed(cause)).phase).toBe('sent');
  });

  it.each<[string, unknown]>([
    ['a scheme that axios does not speak', errorOf('no', { code: 'ERR_BAD_REQUEST', isAxiosError: true })],
    ['a path with letters', errorOf('no', { code: 'ERR_UNESCAPED_CHARACTERS' })],
    ['a stream that grew too long', errorOf('no', { code: 'ERR_FR_MAX_BODY_LENGTH_EXCEEDED' })],
    ['a scheme that fetch does not speak', fetchFailed(new Error('unknown scheme'))],
    [
      'a header that fetch cannot honour',
      fetchFailed(errorOf('expect header not supported', { code: 'UND_ERR_NOT_SUPPORTED' })),
    ],
    ['a port that fetch does not open', fetchFailed(new Error('bad port'))],
    ['a GET with a body', new TypeError('Request with GET/HEAD method cannot have body.')],
    ['what a client of ours proved itself', new UnsentError('invalid-request', new TypeError('no'))],
  ])('%s is a mistake: nothing was sent', (_, cause) => {
    expect(toTransportError(cause)).toMatchObject({ phase: 'not-sent', category: 'invalid-request' });
  });

  it('gives back what the client rejected with, not what a client of ours wrapped it in', () => {
    const cause = new TypeError('no');
    expect(toTransportError(new UnsentError('network', cause))).toEqual({
      phase: 'not-sent',
      category: 'network',
      message: 'no',
      cause,
    });
  });

  it('reads what throws when it is read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const trap = new Proxy(new Error('no'), {
      get: () => {
        throw new Error('not yours');
      },
      getPrototypeOf: () => {
        throw new Error('not yours');
      },
    });
    const hostile = [
      Object.create(DOMException.prototype),
      proxy,
      trap,
      { code: 'ECONNREFUSED', errors: proxy, cause: trap },
      {
        toString: () => {
          throw new Error('not yours');
        },
      },
      Object.assign(new Error('no'), { errors: { length: Number.POSITIVE_INFINITY } }),
    ];
    for (const cause of hostile) {
      const told = toTransportError(cause);
      expect(told.cause).toBe(cause);
      expect(typeof told.message).toBe('string');
    }
    expect(toTransportError(hostile[3]).phase).toBe('not-sent');
  });

  it('says in a browser what hides behind its words, and there only', () => {
    const failed = new TypeError('Failed to fetch');
    expect(toTransportError(failed).message).toBe('Failed to fetch');
    Reflect.set(globalThis, 'document', {});
    try {
      expect(toTransportError(failed)).toMatchObject({
        phase: 'sent',
        message: expect.stringContaining('CORS'),
      });
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });
});
