import { noBase } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';

/** The machine itself, which tests and proxies of the user's own run on. */
const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Why a call gets no signature. */
interface Stranger {
  readonly verdict: Failure;
  readonly reason: 'failed';
}

/**
 * Keys go to the exchange alone: to the hosts of its profile and those that the gateway was given, as they are written and
 * no other part of their domain. Where neither names one, the first origin that was signed for is the exchange's.
 */
export function strangerOf(context: GatewayContext, call: CallState): Stranger | undefined {
  const { url } = call.request();
  // What is sent over a socket goes to whom its maker connected it to, and a client with a base of its own knows that.
  if (call.route.transport === 'ws' || url.origin === noBase || loopback.test(url.hostname)) return undefined;
  const { hosts } = context;
  if (hosts.size === 0) context.firstOrigin ??= url.origin;
  const isKnown =
    hosts.size > 0 ? hosts.has(url.host) || hosts.has(url.hostname) : context.firstOrigin === url.origin;
  if (isKnown) return undefined;
  const [known, here] =
    hosts.size > 0 ? [[...hosts].join(', '), url.host] : [context.firstOrigin, url.origin];
  const message = `its keys go to ${known} alone, not to ${here}: if that is the exchange's too, say so by the option \`hosts\` of createGateway. Nothing was sent`;
  return {
    verdict: { ok: false, category: 'invalid-request', outcome: 'rejected', message },
    reason: 'failed',
  };
}
