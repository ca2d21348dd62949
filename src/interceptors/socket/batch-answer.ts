import { summarizeBatch } from '../../answers/batch-items.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { Classification, ItemResult } from '../../types.ts';
import type { Collected, ElementResult } from './reply-collector.ts';
import type { SocketReply } from './types.ts';

const noReply = 'no reply came';

/** One reply and one judgement out of what came of each element. */
export function batchAnswer(
  { codes }: Exchange,
  { name }: SocketProtocol,
  command: string,
  collected: Collected,
): { readonly reply: SocketReply; readonly judged: Classification } {
  if ('whole' in collected) return { reply: collected.whole, judged: collected.meaning.judged };
  const { results } = collected;
  const replies = results.flatMap(({ kind, reply, element }) => {
    if (reply) return [reply];
    return kind === 'covered' ? [] : [{ submitted: false, success: false, message: noReply, data: element }];
  });
  return { reply: { [name.field]: command, replies }, judged: summarizeBatch(results.map(itemOf), codes.ws) };
}

function itemOf({ kind, meaning }: ElementResult, index: number): ItemResult {
  if (kind === 'accepted' || kind === 'covered') return { index, ok: true };
  const judged = meaning?.judged;
  if (kind === 'unclear' || !judged || judged.ok)
    return { index, ok: false, category: 'unknown', outcome: 'unknown', message: noReply };
  const { code, category, outcome, message } = judged;
  return {
    index,
    ok: false,
    category,
    outcome: outcome === 'rejected' ? 'rejected' : 'unknown',
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
  };
}
