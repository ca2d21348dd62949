// OX.FUN over WebSocket.
import type { RouteKind } from '../../internal.ts';
import { amendOne, cancelOne, placeOne } from '../change-orders.ts';
import { expiryOf, oxFunShape } from '../dialects/ox-fun.ts';
import { isHmac, readAmend, readOrder, readRef } from '../dialects/support.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import type { ItemReply } from '../reply.ts';
import type { CommandContext, CommandResult, SimCommand, SocketDialect } from './dialect.ts';

const kinds: ReadonlyMap<string, RouteKind> = new Map([
  ['login', 'read'],
  ['subscribe', 'read'],
  ['unsubscribe', 'read'],
  ['placeorder', 'order'],
  ['placeorders', 'order'],
  ['cancelorder', 'cancel'],
  ['cancelorders', 'cancel'],
  ['modifyorder', 'write'],
  ['modifyorders', 'write'],
]);
/** What REST calls otherwise. */
const overSocket: Readonly<Record<string, string>> = { '40035': '100005' };
/** Channels that need a log-in. */
const isPrivate = /^(?:order|position|balance):/;

/** OX.FUN: commands answer with `submitted`, all else with `success`; a batch is answered order by order. */
export const oxFunSocket: SocketDialect = {
  id: 'ox-fun',
  throttle: '20007',
  echo: 'tag',
  greeting: (now) => ({ event: 'Welcome', nonce: '-3', timestamp: String(now) }),
  read: (value) => {
    if (!isRecord(value) || typeof value['op'] !== 'string') return undefined;
    const [first] = itemsIn(value).map(scalars);
    const name = value['op'];
    const clientOrderId = first?.get('clientOrderId');
    return { name, kind: kinds.get(name) ?? 'write', fields: value, clientOrderId };
  },
  carryOut: (command, context) => {
    const { name } = command;
    if (name === 'login') return logIn(command, context);
    if (name === 'subscribe' || name === 'unsubscribe') return subscribe(command, context);
    if (!kinds.has(name)) return refused('20003', command, context);
    if (context.credentials && !context.session.isIn) return refused('20026', command, context);
    return trade(command, context);
  },
  refuse: refusal,
};

function refused(code: string, command: SimCommand, context: CommandContext): CommandResult {
  return { replies: [refusal(code, command, context)], code, executed: false };
}

function refusal(code: string, command: SimCommand, context: CommandContext): Json {
  const isTrade = command.kind !== 'read';
  return {
    event: command.name,
    ...(isTrade ? { submitted: false } : { success: false }),
    tag: command.fields['tag'],
    message: context.exchange.codes.ws.get(code)?.text ?? '',
    code,
    timestamp: String(context.serverAt),
  };
}

function good(command: SimCommand, context: CommandContext, more: { readonly [name: string]: Json }): Json {
  const { tag } = command.fields;
  return { event: command.name, success: true, tag, timestamp: String(context.serverAt), ...more };
}

function logIn(command: SimCommand, context: CommandContext): CommandResult {
  const { credentials, session, serverAt, tolerance } = context;
  const data = scalars(command.fields['data']);
  const timestamp = data.get('timestamp');
  const behindMs = serverAt - Number(timestamp);
  const text = `${timestamp}GET/auth/self/verify`;
  if (session.isIn) return refused('20005', command, context);
  if (timestamp === undefined) return refused('20023', command, context);
  if (credentials && data.get('apiKey') !== credentials.apiKey) return refused('20025', command, context);
  if (behindMs > tolerance.behindMs || -behindMs > tolerance.aheadMs)
    return refused('20024', command, context);
  if (credentials && !isHmac(data.get('signature'), text, credentials, 'base64'))
    return refused('20000', command, context);
  session.isIn = true;
  return { replies: [good(command, context, {})], executed: true };
}

function subscribe(command: SimCommand, context: CommandContext): CommandResult {
  const { args = [] } = command.fields;
  const { session, credentials } = context;
  const channels = Array.isArray(args) ? args.map(String) : [];
  if (channels.length === 0) return refused('20009', command, context);
  const codes: string[] = [];
  const replies = channels.map((channel): Json => {
    const [, market = ''] = channel.split(':');
    const code =
      isPrivate.test(channel) && credentials && !session.isIn
        ? '20026'
        : /^[A-Za-z0-9-]+$/.test(market)
          ? ''
          : '20015';
    if (code !== '') {
      codes.push(code);
      return { ...(refusal(code, command, context) as object), channel };
    }
    if (command.name === 'subscribe') session.channels.add(channel);
    else session.channels.delete(channel);
    return good(command, context, { channel });
  });
  return { replies, code: codes[0], executed: codes.length < replies.length };
}

function itemsIn(fields: { readonly [name: string]: Json | undefined }): readonly (Json | undefined)[] {
  const list = fields['dataArray'] ?? fields['data'];
  return Array.isArray(list) ? list : [list];
}

/** One reply for each order, all under the name of the single command. */
function trade(command: SimCommand, context: CommandContext): CommandResult {
  const done = itemsIn(command.fields).map((value) => {
    const item = tradeOne(command, value, context);
    return { item, reply: reply(item, scalars(value), command, context) };
  });
  const failed = done.find(({ item }) => !item.ok)?.item;
  return {
    replies: done.map((one) => one.reply),
    code: failed?.ok === false ? (overSocket[failed.code] ?? failed.code) : undefined,
    executed: done.some(({ item }) => item.ok),
  };
}

function tradeOne({ kind }: SimCommand, value: Json | undefined, context: CommandContext): ItemReply {
  const fields = scalars(value);
  const expiry = expiryOf(fields);
  if (kind === 'order') return placeOne({ ...readOrder(value, oxFunShape), ...expiry }, {}, context);
  if (kind === 'cancel') return cancelOne(readRef(fields, oxFunShape)[0] ?? {}, context);
  const [amend = { ref: {}, price: Number.NaN }] = readAmend(fields, oxFunShape);
  return amendOne({ ...amend, ...expiry }, context);
}

const events: Readonly<Record<RouteKind, string>> = {
  order: 'placeorder',
  cancel: 'cancelorder',
  write: 'modifyorder',
  read: '',
};

function reply(
  item: ItemReply,
  fields: ReadonlyMap<string, string>,
  command: SimCommand,
  context: CommandContext,
): Json {
  const base = { tag: command.fields['tag'], timestamp: String(context.serverAt) };
  const event = events[command.kind];
  const data = Object.fromEntries([...fields].filter(([name]) => name !== 'timestamp'));
  if (item.ok) {
    const { orderId, clientOrderId } = item.order;
    return { event, submitted: true, ...base, data: { ...data, clientOrderId, orderId } };
  }
  const code = overSocket[item.code] ?? item.code;
  const message = context.exchange.codes.ws.get(code)?.text ?? item.text;
  return { event, submitted: false, ...base, message, code, data };
}
