/** A request that got no answer. */
export interface Fault {
  /** `not-sent` only on proof that no byte of the request can have reached the exchange. */
  readonly phase: 'not-sent' | 'sent';
  readonly category: 'network' | 'timeout' | 'invalid-request';
  readonly cause: unknown;
}

/** Errors that come before a request is written: no connection, no address, no trust in the certificate. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'WS_NOT_OPEN',
]);
/** The client refused to make a request of it: a mistake of the caller's that no exchange saw. */
const mistakes: ReadonlySet<string> = new Set([
  'ERR_INVALID_URL',
  'ERR_BAD_OPTION',
  'ERR_BAD_OPTION_VALUE',
  'ERR_NOT_SUPPORT',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_PROTOCOL',
  'UND_ERR_INVALID_ARG',
]);
const timeouts: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ETIMEDOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'WS_TIMEOUT',
  'TimeoutError',
]);

/**
 * How far a failed request got. The clients tell it in different places (axios http: `code`; axios fetch and fetch:
 * `cause.code`), so all causes are read; without proof it counts as sent.
 */
export function toFault(error: unknown): Fault {
  let category: Fault['category'] = 'network';
  let proven = false;
  let broken = false;
  for (const link of causes(error)) {
    const code = text(link, 'code') ?? text(link, 'name') ?? '';
    if (mistakes.has(code)) return { phase: 'not-sent', category: 'invalid-request', cause: error };
    const syscall = text(link, 'syscall');
    if (beforeSending.has(code) || syscall === 'connect' || isUnconnected(link)) proven = true;
    // An established connection can break with EHOSTUNREACH and its like too, long after the request went out.
    if (syscall === 'read' || syscall === 'write') broken = true;
    if (timeouts.has(code) || text(link, 'name') === 'TimeoutError') category = 'timeout';
  }
  return { phase: proven && !broken ? 'not-sent' : 'sent', category, cause: error };
}

/** Every address of the host was tried and none let us in. */
function isUnconnected(link: object): boolean {
  const errors: unknown = Reflect.get(link, 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return false;
  return errors.every(
    (one: unknown) => typeof one === 'object' && one !== null && text(one, 'syscall') === 'connect',
  );
}

function* causes(error: unknown): Generator<object> {
  let link = error;
  // A chain longer than this, or a circle, is nobody's description of a lost connection.
  for (let depth = 0; depth < 6 && typeof link === 'object' && link !== null; depth += 1) {
    yield link;
    link = Reflect.get(link, 'cause');
  }
}

function text(link: object, name: string): string | undefined {
  const value: unknown = Reflect.get(link, name);
  return typeof value === 'string' ? value : undefined;
}
