// MEXC contract over WebSocket.
import { isHmac } from '../dialects/support.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import type { CommandContext, CommandResult, SocketDialect } from './dialect.ts';

/** MEXC contract: `rs.` and the method, or `rs.error` with a text and without a word to which command. */
export const mexcContractSocket: SocketDialect = {
  id: 'mexc-contract',
  throttle: '510',
  echo: undefined,
  read: (value) => {
    if (!isRecord(value) || typeof value['method'] !== 'string') return undefined;
    return { name: value['method'], kind: 'read', fields: value, clientOrderId: undefined };
  },
  carryOut: ({ name, fields }, context) => {
    const param = scalars(fields['param']);
    if (name === 'ping') return said('pong', context.serverAt, context);
    if (name === 'login') return logIn(param, context);
    const symbol = param.get('symbol') ?? '';
    const [, topic] = /^(?:un)?sub\.(.+)$/.exec(name) ?? [];
    if (topic === undefined && name !== 'personal.filter') return said('rs.error', 'Unknown method', context);
    if (topic !== undefined && !/^[A-Z]+_[A-Z]+$/.test(symbol))
      return said('rs.error', "Contract doesn't exist!", context);
    if (name.startsWith('un')) context.session.channels.delete(`${topic}:${symbol}`);
    else context.session.channels.add(`${topic ?? 'personal'}:${symbol}`);
    return said(`rs.${name}`, 'success', context);
  },
  refuse: (code, _, { serverAt }) => ({ channel: 'rs.error', data: `refused (${code})`, ts: serverAt }),
};

function said(channel: string, data: Json, { serverAt }: CommandContext): CommandResult {
  const executed = channel !== 'rs.error';
  return { replies: [{ channel, data, ts: serverAt }], executed };
}

function logIn(param: ReadonlyMap<string, string>, context: CommandContext): CommandResult {
  const { credentials, tolerance, serverAt, session } = context;
  const time = param.get('reqTime') ?? '';
  const isLate = Math.abs(serverAt - Number(time)) > tolerance.behindMs;
  if (credentials) {
    const text = credentials.apiKey + time;
    const isRight =
      param.get('apiKey') === credentials.apiKey && isHmac(param.get('signature'), text, credentials);
    if (!isRight || isLate) return said('rs.error', 'login failed', context);
  }
  session.isIn = true;
  return said('rs.login', 'success', context);
}
