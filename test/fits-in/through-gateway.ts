import { type Gateway, interceptFetch } from 'exchange-interceptors';
import { type Dispatcher, fetch as send } from 'undici';

/** For `Dispatcher.compose`: sends requests of plain header objects and bodies of text or bytes through a gateway. */
export function throughGateway(gateway: Gateway): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => {
    // undici's fetch uses nothing of a dispatcher but this.
    const dispatcher = { dispatch } as Dispatcher;
    const inner = (url: string, init: object) => send(url, { ...init, dispatcher });
    const gated = interceptFetch(gateway, inner as unknown as typeof fetch);
    return ({ origin = '', path, method, headers, body, ...rest }, handler) => {
      const aborter = new AbortController();
      const abort = (reason: Error): void => aborter.abort(reason);
      const control = { abort, aborted: false, paused: false, reason: null, pause() {}, resume() {} };
      // From here on the caller can abort.
      handler.onRequestStart?.(control, {});
      // `rest` has `exchange`, if `request` was given one.
      const init = { ...rest, method, headers: Object(headers), signal: aborter.signal };
      gated(new URL(path, origin), body ? Object.assign(init, { body }) : init)
        .then(async (response) => {
          // fetch has unpacked the body already.
          const {
            'content-encoding': _,
            'content-length': __,
            ...fields
          } = Object.fromEntries(response.headers);
          handler.onResponseStart?.(control, response.status, fields, response.statusText);
          handler.onResponseData?.(control, Buffer.from(await response.arrayBuffer()));
          handler.onResponseEnd?.(control, {});
        })
        .catch((error) => handler.onResponseError?.(control, error));
      return true;
    };
  };
}
