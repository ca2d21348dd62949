import { noBase } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import type { Job } from './job.ts';
import type { Parts } from './parts.ts';

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
export function strangerOf(parts: Parts, job: Job): Stranger | undefined {
  const { url } = job.request();
  // What is sent over a socket goes to whom its maker connected it to, and a client with a base of its own knows that.
  if (job.route.transport === 'ws' || url.origin === noBase || loopback.test(url.hostname)) return undefined;
  const { hosts } = parts;
  if (hosts.size === 0) parts.firstOrigin ??= url.origin;
  const isKnown =
    hosts.size > 0 ? hosts.has(url.host) || hosts.has(url.hostname) : parts.firstOrigin === url.origin;
  if (isKnown) return undefined;
  const [known, here] = hosts.size > 0 ? [[...hosts].join(', '), url.host] : [parts.firstOrigin, url.origin];
  const message = `its keys go to ${known} alone, not to ${here}: if that is the exchange's too, say so by the option \`hosts\` of createGateway. Nothing was sent`;
  return {
    verdict: { ok: false, category: 'invalid-request', outcome: 'rejected', message },
    reason: 'failed',
  };
}
