// A look-up as a call that the client of the call in doubt sends.
import type { LookupRequest } from '../catalog/look-up.ts';
import { isPublic } from '../catalog/routes.ts';
import { nowAt } from '../time/now.ts';
import type { TransportCall } from '../transport/call.ts';
import { ownCall } from '../transport/own-call.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';

export function lookUpCall(
  { exchange, attemptTimeoutMs = Number.POSITIVE_INFINITY }: GatewayContext,
  call: CallState,
  { method, path, query, body, contentType }: LookupRequest,
): TransportCall {
  const leftMs = Math.max(1, call.deadlineAt - nowAt());
  const url = new URL(query === '' ? path : `${path}?${query}`, call.request.seen.url).href;
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  return ownCall(
    call.transport,
    { method, url, headers, body },
    {
      // Ahead of orders: a call waits to know whether one stands. Asking twice changes nothing.
      options: {
        priority: 2,
        deadlineMs: leftMs,
        // One that hangs leaves time for another.
        attemptTimeoutMs: Math.min(attemptTimeoutMs, Math.max(leftMs / 4, 1000)),
        signed: !isPublic(exchange, method, path),
        replaySafe: true,
      },
      replayable: true,
      lookUpFor: call.id,
      ...(call.overdue && { signal: call.overdue.asking }),
    },
  );
}
