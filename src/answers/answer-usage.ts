// What an answer tells of the limits, in its headers and in a reply itself.
import type { Exchange } from '../catalog/exchange.ts';
import { fieldAt, isWrittenAs } from '../catalog/field.ts';
import type { SocketUsage } from '../catalog/socket.ts';
import type { RawAnswer } from '../types.ts';
import { type LimitUsage, readUsage, validUsage } from './usage-headers.ts';

/** What headers tell, and over WebSocket the list of limits that some exchanges put into each reply. */
export function answerUsage(
  exchange: Exchange,
  { headers, body, transport }: Partial<RawAnswer>,
  nowMs: number,
): readonly LimitUsage[] {
  const told = readUsage(exchange, headers, nowMs);
  const rule = transport === 'ws' ? exchange.socket?.usage : undefined;
  return rule ? [...told, ...inReply(rule, body)] : told;
}

function inReply(rule: SocketUsage, reply: unknown): readonly LimitUsage[] {
  const list = fieldAt(reply, rule.at);
  return (Array.isArray(list) ? list : []).flatMap((element: unknown) => {
    const found = rule.limits.find(({ where }) =>
      Object.entries(where).every(([field, value]) => isWrittenAs(fieldAt(element, field), value)),
    );
    const told = (field: string | undefined): unknown =>
      field === undefined ? undefined : fieldAt(element, field);
    const usage = validUsage({
      used: told(rule.used),
      left: told(rule.left),
      capacity: told(rule.capacity),
      resetMs: undefined,
    });
    return found && usage ? [{ limit: found.limit, usage }] : [];
  });
}
