import { describe, expect, it } from 'vitest';
import { toFault } from '../../src/policies/fault.ts';

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
    expect(toFault(cause)).toEqual({ phase, category, cause });
  });

  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])(
    '%s of an established connection proves nothing',
    (code) => {
      for (const syscall of ['read', 'write']) {
        const broken = errorOf(`${syscall} ${code}`, { code, syscall });
        expect(toFault(broken).phase).toBe('sent');
        // As axios wraps it: the code is copied, the call is not.
        expect(toFault(errorOf(broken.message, { code }, broken)).phase).toBe('sent');
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
    expect(toFault(error)).toEqual({ phase: 'not-sent', category: 'invalid-request', cause: error });
  });

  it('is read down a chain of causes, and through a circle', () => {
    const deep = errorOf('1', {}, errorOf('2', {}, errorOf('3', {}, refused)));
    expect(toFault(deep).phase).toBe('not-sent');
    const circle = errorOf('round');
    circle.cause = errorOf('and round', {}, circle);
    expect(toFault(circle)).toEqual({ phase: 'sent', category: 'network', cause: circle });
  });

  it('may be anything that somebody threw', () => {
    for (const cause of [undefined, null, 'lost', 7, { code: 5, name: {} }, Object.create(null)])
      expect(toFault(cause)).toEqual({ phase: 'sent', category: 'network', cause });
  });
});
