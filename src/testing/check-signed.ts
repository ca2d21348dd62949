// Checks key, time, signature and nonce of a signed request.
import type { Call, Dialect } from './dialect.ts';
import type { Refusal } from './refusal.ts';
import type { Credentials } from './sim-request.ts';

/** What a signed route is checked against. */
export interface CheckContext {
  readonly dialect: Dialect;
  readonly credentials: Credentials | undefined;
  readonly tolerance: Dialect['tolerance'];
  /** The exchange's clock, in milliseconds since 1970. */
  readonly serverAt: number;
  /** Whether the signature is right; `undefined` where none is due. */
  readonly signatureOk: boolean | undefined;
  /** Nonces that were used; a new one is added. */
  readonly nonces: Nonces;
}

interface SeenNonces {
  readonly all: Set<string>;
  last: bigint;
}

/** By the keys that used them. */
export type Nonces = Map<string, SeenNonces>;

/**
 * Key, clock, signature, nonce, in this order. Without credentials only a timestamp that is there is checked, so that a
 * bot can be tested without keys.
 */
export function checkSigned(call: Call, context: CheckContext): Refusal | undefined {
  if (!call.signed) return undefined;
  const { dialect, credentials, nonces } = context;
  if (credentials && dialect.apiKey(call) !== credentials.apiKey) return 'api-key';
  const wrongTime = checkTime(call, context);
  if (wrongTime) return wrongTime;
  if (context.signatureOk === false) return 'signature';
  if (credentials && dialect.nonceGrows && dialect.nonce?.(call) === undefined) return 'replay';
  return isReplay(call, dialect, nonces) ? 'replay' : undefined;
}

/** Whether its nonce was used; a new one is added. */
export function isReplay(call: Call, dialect: Dialect, nonces: Nonces): boolean {
  const nonce = dialect.nonce?.(call);
  return nonce !== undefined && !isNewNonce(nonce, dialect, seenBy(dialect.apiKey(call) ?? '', nonces));
}

/** Nonces that one key used, and the last of them. */
function seenBy(key: string, nonces: Nonces): SeenNonces {
  const seen = nonces.get(key) ?? { all: new Set(), last: 0n };
  nonces.set(key, seen);
  return seen;
}

function isNewNonce(nonce: string, { nonceGrows }: Dialect, seen: SeenNonces): boolean {
  if (nonceGrows) {
    const value = /^\d{1,20}$/.test(nonce) ? BigInt(nonce) : 0n;
    if (value <= seen.last) return false;
    seen.last = value;
    return true;
  }
  if (seen.all.has(nonce)) return false;
  seen.all.add(nonce);
  return true;
}

/** Whether the exchange reads a body of that type. */
export function isReadable({ body, headers }: Call, { contentType }: Dialect): boolean {
  return body === '' || contentType === undefined || contentType.test(headers['content-type'] ?? '');
}

/** Whether key and signature are right, where they are due. */
export function checkSignature(
  call: Call,
  dialect: Dialect,
  credentials: Credentials | undefined,
  hosts: readonly string[],
): boolean | undefined {
  if (!credentials || !call.signed) return undefined;
  return dialect.apiKey(call) === credentials.apiKey ? dialect.verify(call, credentials, hosts) : false;
}

function checkTime(
  call: Call,
  { dialect, credentials, tolerance, serverAt }: CheckContext,
): Refusal | undefined {
  const timestamp = dialect.timestamp(call);
  if (timestamp === undefined) {
    return credentials && !dialect.timestampOptional ? 'missing-timestamp' : undefined;
  }
  const behind = serverAt - timestamp;
  const behindMs = dialect.recvWindowMs?.(call) ?? tolerance.behindMs;
  return behind <= behindMs && -behind <= tolerance.aheadMs ? undefined : 'timestamp';
}
