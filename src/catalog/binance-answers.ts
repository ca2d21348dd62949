// What the answers of all APIs of Binance have in common.
import type { ItemsShape } from './envelope.ts';
import type { WaitSource } from './limit-signals.ts';

/** The end of a ban, in milliseconds since 1970: REST has it in the text, and in the header most of the time. */
export const banWaits: readonly WaitSource[] = [
  { field: 'error.data.retryAfter', unit: 'instant' },
  { text: /\bbanned until (\d+)/i, unit: 'instant' },
];

/** Paths of the sockets of market data, of which a proxy keeps no more than these. */
export const streamPaths: readonly string[] = ['/ws', '/ws/**', '/stream', '/stream/**'];

/** The two parts of a cancelReplace, where each is an order or an error. */
export function refusedParts(...places: readonly string[]): readonly ItemsShape[] {
  return places.map((at) => ({
    at,
    parts: ['cancelResponse', 'newOrderResponse'],
    code: ['code'],
    message: ['msg'],
    bad: ['code'],
  }));
}
