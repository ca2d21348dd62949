// How far a request got that brought no answer.
import { messageOf, readSafely } from './thrown-value.ts';
import {
  mistakenTexts,
  mistakes,
  redirected,
  refusedHandshakes,
  timeouts,
  unconnected,
  unconnectedTexts,
} from './transport-error-codes.ts';

/** A request that got no answer. */
export interface TransportError {
  /** `not-sent` only on proof that no byte of the request can have reached the exchange. */
  readonly phase: 'not-sent' | 'sent';
  readonly category: 'network' | 'timeout' | 'invalid-request';
  /** The next one would fail like it: no certificate, version or cipher that both sides take. */
  readonly isFinal?: boolean;
  /** What to tell the caller. Its secrets are still in it. */
  readonly message: string;
  /** What the client rejected with, whatever that is. */
  readonly cause: unknown;
}

/** Thrown by a client of ours that knows why its request was never made. */
export class UnsentError extends Error {
  override readonly name: string = 'UnsentError';
  readonly category: 'network' | 'invalid-request';

  /** `cause`: what the client rejected with. */
  constructor(category: UnsentError['category'], cause: unknown) {
    super('the request was never made', { cause });
    this.category = category;
  }
}

/**
 * How far a failed request got. The clients tell it in different places (axios http: `code`; axios fetch and fetch:
 * `cause.code`), so all causes are read; without proof it counts as sent. Never throws, though what it is given may:
 * getters that throw, proxies, objects without a prototype.
 */
export function toTransportError(error: unknown): TransportError {
  if (isUnsent(error)) {
    const { category, cause } = error;
    return { phase: 'not-sent', category, message: messageOf(cause), cause };
  }
  let category: TransportError['category'] = 'network';
  const found = new Set<LinkProof>();
  for (const link of causes(error)) {
    const code = text(link, 'code') ?? text(link, 'name') ?? '';
    if (timeouts.has(code) || text(link, 'name') === 'TimeoutError') category = 'timeout';
    const finding = findingOf(link, code);
    if (finding) found.add(finding);
  }
  const isMistaken = found.has('mistake') && !found.has('followed');
  const isApart = !found.has('broken') && !found.has('followed');
  const isFinal = found.has('refused') && isApart;
  const isProven = isMistaken || isFinal || (found.has('unconnected') && isApart);
  return {
    phase: isProven ? 'not-sent' : 'sent',
    category: isMistaken ? 'invalid-request' : category,
    ...(isFinal && { isFinal }),
    message: messageOf(error),
    cause: error,
  };
}

/** What one error of a chain proves: that nothing was sent, or that something had been sent before. */
type LinkProof = 'mistake' | 'refused' | 'unconnected' | 'broken' | 'followed';

function findingOf(link: object, code: string): LinkProof | undefined {
  if (redirected.has(code) || hasFollowed(link)) return 'followed';
  // What the caller's own `send` threw may look like anything, and the frame may have left before that.
  if (code === 'WS_SEND_FAILED') return 'followed';
  if (isMistake(link, code)) return 'mistake';
  const syscall = text(link, 'syscall');
  // The codes of a connection that broke are no proof; texts of a handshake are, whatever call met it.
  const isInFlight = syscall === 'read' || syscall === 'write';
  const isRefused =
    (!isInFlight && refusedHandshakes.some((one) => one.test(code))) || saysOne(refusedHandshakes, link);
  if (isRefused || (!isInFlight && unconnected.has(code)) || isUnconnected(link, code, syscall)) {
    if (isEstablished(link, code)) return 'broken';
    return isRefused ? 'refused' : 'unconnected';
  }
  // An established connection can break with EHOSTUNREACH and its like too, long after the request went out.
  return isInFlight ? 'broken' : undefined;
}

/** `instanceof` may throw too. */
function isUnsent(error: unknown): error is UnsentError {
  try {
    return error instanceof UnsentError;
  } catch {
    return false;
  }
}

function isMistake(link: object, code: string): boolean {
  if (mistakes.has(code) || saysOne(mistakenTexts, link)) return true;
  // Axios gives this code to a 4xx as well, which comes with its response.
  return code === 'ERR_BAD_REQUEST' && readSafely(link, 'isAxiosError') === true && !holds(link, 'response');
}

function isUnconnected(link: object, code: string, syscall: string | undefined): boolean {
  if (syscall === 'connect' || code.startsWith('UND_ERR_SOCKS5')) return true;
  return saysOne(unconnectedTexts, link) || isFromSocks(link) || allUnconnected(link);
}

/** Every address of the host was tried and none let us in. */
function allUnconnected(link: object): boolean {
  const errors = readSafely(link, 'errors');
  const count = Number(readSafely(errors, 'length') ?? 0);
  // No host has more addresses than that.
  if (!(count > 0 && count <= 100)) return false;
  return Array.from({ length: count }, (_, at) => readSafely(errors, at)).every(
    (one) => readSafely(one, 'syscall') === 'connect',
  );
}

/** The package `socks` drops code and cause, and fails only before its tunnel stands; it leaves its options. */
function isFromSocks(link: object): boolean {
  const options = readSafely(link, 'options');
  return holds(options, 'proxy') && holds(options, 'destination') && holds(options, 'command');
}

/** The request had been redirected by follow-redirects, which axios hangs on its errors. */
function hasFollowed(link: object): boolean {
  return Number(readSafely(readSafely(link, 'request'), '_redirectCount') ?? 0) > 0;
}

/** What looks like a fault of the handshake came after it, where the socket can be seen. */
function isEstablished(link: object, code: string): boolean {
  const isOfHandshake = code === 'EPROTO' || code.startsWith('ERR_SSL');
  if (!isOfHandshake) return false;
  const request = readSafely(link, 'request');
  const socket =
    readSafely(readSafely(request, '_currentRequest'), 'socket') ?? readSafely(request, 'socket');
  return readSafely(socket, '_secureEstablished') === true;
}

function* causes(error: unknown): Generator<object> {
  let link = error;
  // A chain longer than this, or a circle, describes no lost connection.
  for (let depth = 0; depth < 6 && typeof link === 'object' && link !== null; depth += 1) {
    yield link;
    link = readSafely(link, 'cause');
  }
}

function saysOne(texts: readonly RegExp[], link: object): boolean {
  const message = text(link, 'message');
  // No client's own text is longer, and the end of a text may be of another program.
  return message !== undefined && texts.some((one) => one.test(message.slice(0, 2000)));
}

function holds(from: unknown, name: string): boolean {
  const value = readSafely(from, name);
  return value !== undefined && value !== null;
}

function text(link: object, name: string): string | undefined {
  const value = readSafely(link, name);
  return typeof value === 'string' ? value : undefined;
}
