/** What an exchange's page says of its commands over WebSocket. */

import { requestsOf } from '../src/catalog/command-of.ts';
import type { SocketProtocol } from '../src/catalog/socket.ts';
import type { SocketCommand, SocketId } from '../src/catalog/socket-command.ts';
import type { SocketLogin } from '../src/catalog/socket-login.ts';

export function commandFacts(socket: SocketProtocol): readonly (readonly string[])[] {
  const { id, ack, login, token, signs, stamp, headers = {}, usage, replyHeaders, expiry } = socket;
  const time = stamp && ('at' in stamp ? stamp.at : 'param' in stamp ? stamp.param : headers[stamp.header]);
  const lines = [
    ['Replies are tied to commands by', id ? idText(id) : 'their order: one command goes at a time'],
    [
      'A reply that says nothing yet',
      ack ? `${code(ack.field)} is ${code(ack.equals)}: another follows` : '',
    ],
    ['Log-in', login ? loginText(socket, login) : ''],
    [
      'Token',
      token
        ? `${code(token.param)} of ${code(`${token.method} ${token.path}`)}, new every ${token.validMs / 60_000} min`
        : '',
    ],
    ['Signature', signs === 'each' ? 'in each command' : ''],
    ['Time of sending', time ? code(time) : ''],
    [
      'Expires',
      expiry
        ? `${expiry.windowMs / 1000} s after ${code(expiry.time)}, unless ${code(expiry.window)} says otherwise`
        : '',
    ],
    ['Limits are told in', usage ? code(usage.at) : placesOf(replyHeaders)],
  ];
  return lines.filter(([, value]) => value !== '');
}

function idText({ field, reply = field }: SocketId): string {
  return reply === field ? code(field) : `${code(field)} of the command, ${code(reply)} of the reply`;
}

function placesOf(replyHeaders: SocketProtocol['replyHeaders'] = {}): string {
  return typeof replyHeaders === 'string'
    ? code(replyHeaders)
    : Object.values(replyHeaders).map(code).join(', ');
}

function loginText({ signs }: SocketProtocol, { command, others = {}, greeting }: SocketLogin): string {
  if (greeting !== undefined)
    return `the frame with ${code(greeting)} that the exchange sends first, signed; answered with ${code(command)}`;
  if (signs === 'each') return `${code(command)}, where \`login: true\` asks for a session`;
  const more = Object.entries(others).map(([start, name]) => `; ${code(name)} for ${code(`${start}*`)}`);
  return [code(command), ...more].join('');
}

export function commandRows({ commands }: SocketProtocol): readonly (readonly string[])[] {
  return commands.map((one) => [
    code(one.name.endsWith('.') ? `${one.name}*` : one.name),
    doing(one),
    one.signed === false ? 'no' : 'yes',
    requestsOf(one)
      .map(({ method, path }) => code(`${method} ${path}`))
      .join(', or '),
  ]);
}

function doing({ kind, amends, subscribes, undoes }: SocketCommand): string {
  if (subscribes) return 'subscribes';
  if (undoes !== undefined) return 'unsubscribes';
  return amends ? 'amend' : kind;
}

function code(text: string): string {
  return `\`${text}\``;
}
