// A request of ours (a look-up, a clock read) as a call that another call's client sends.
import type { OwnRequest, TransportCall } from './call.ts';

/** What differs from one to the other. */
type OwnTraits = Pick<TransportCall, 'options' | 'replayable' | 'lookUpFor' | 'isSilent'> &
  Partial<Pick<TransportCall, 'signal'>>;

/**
 * Makes the call.
 * @param client the call whose client sends it
 * @param request its `url` is absolute
 */
export function ownCall(client: TransportCall, request: OwnRequest, traits: OwnTraits): TransportCall {
  const { method, headers, body } = request;
  const signer = traits.lookUpFor === undefined ? undefined : client.signLookUp?.(request);
  return {
    signal: undefined,
    ...traits,
    ...(signer && { sign: () => signer }),
    method,
    path: new URL(request.url).pathname,
    isOwn: true,
    config: undefined,
    describe: () => {
      const url = new URL(request.url);
      return { method, url, path: url.pathname, query: url.search.slice(1), headers, body };
    },
    send: (signed, flight) =>
      client.own(
        {
          method,
          url: signed?.url ?? request.url,
          headers: { ...headers, ...signed?.headers },
          body: signed?.body ?? body,
        },
        flight.signal,
      ),
    own: (own, signal) => client.own(own, signal),
    fromBody: (found) => client.fromBody(found),
    canceled: (reason) => reason,
  };
}
