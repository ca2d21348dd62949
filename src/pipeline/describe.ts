import { silencePromise } from '../answers/silence-promise.ts';
import type { CallOptions } from '../call-options.ts';
import { callOptions } from '../call-options.ts';
import type { TransportCall } from '../transport/call.ts';
import type { OutgoingRequest } from '../types.ts';

/** Says of a call what its caller would have said, who can pass no options. */
export type Describe = (request: OutgoingRequest) => CallOptions | undefined;

/**
 * A call's own options over those that the gateway's `describe` gives.
 * @throws what `describe` throws, and a {TypeError} that names the option that is wrong.
 */
export function describedOptions(describe: Describe | undefined, transport: TransportCall): CallOptions {
  // A request of ours has its options.
  if (!describe || transport.isOwn) return transport.options;
  const said: unknown = describe(transport.describe());
  if (said === undefined) return transport.options;
  if (silencePromise(said)) {
    throw new TypeError(
      '`describe` returns options of a call, or undefined; it got a promise. Nothing was sent.',
    );
  }
  const own = Object.entries(transport.options).filter(([, value]) => value !== undefined);
  return { ...callOptions(said), ...Object.fromEntries(own) };
}
