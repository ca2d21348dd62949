// What follows for a call whose client signed it, or for one that nobody signs.
import { isPublic } from '../catalog/routes.ts';
import { isExchangeError } from '../errors.ts';
import { Attempt, type CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { copyEndsAt } from './copy-validity.ts';
import { isPrivate, signerOf } from './signing.ts';

/** Names of headers and parameters that hold a signature. */
const signatureName = /sign|^authorization$/i;

/**
 * A request that nobody signs again is not sent when its signature is too old to be taken: a wait that is longer ends at once.
 * It was signed before it came here; how long before, nobody knows. What a client below signs has no signature yet.
 */
export function boundByClient(context: GatewayContext, call: CallState): void {
  const { exchange } = context;
  if (!exchange.validity && !exchange.expiry) return;
  if (signerOf(context, call) || !isSignedByClient(call)) return;
  const copy = new Attempt();
  copy.signedAt = call.startedAt;
  const forMs = copyEndsAt(context, call, copy) - call.startedAt;
  if (forMs < (call.validForMs ?? Number.POSITIVE_INFINITY)) call.validForMs = forMs;
}

/** Whether what came here holds a signature; a client that goes through a socket is asked for none. */
function isSignedByClient(call: CallState): boolean {
  if (!isPrivate(call) || call.route.transport === 'ws') return false;
  const { request } = call;
  const names = [...Object.keys(request.seen.headers), ...Object.keys(request.order.sent.fields)];
  return names.some((name) => signatureName.test(name));
}

/** Refusals of a request that nobody signed. */
const unsigned: ReadonlySet<unknown> = new Set(['auth', 'signature', 'permission']);

/**
 * Why a look-up is in vain that has to be signed where the gateway has no `sign`: a client that signed the call signs no request of
 * ours. One below may, which the answer tells.
 * @param refusal what the look-up ended with. @default it was not asked yet
 */
export function unsignedLookUp(
  { exchange, sign }: GatewayContext,
  call: CallState,
  requests: readonly { readonly method: string; readonly path: string }[],
  refusal?: unknown,
): string | undefined {
  if (sign || call.transport.signLookUp) return undefined;
  if (requests.every(({ method, path }) => isPublic(exchange, method, path))) return undefined;
  const isVain =
    refusal === undefined
      ? isSignedByClient(call)
      : isExchangeError(refusal) && unsigned.has(refusal.category);
  return isVain ? 'its look-up has to be signed: give the gateway the option `sign`' : undefined;
}
