/** What an exchange's page says of its commands over WebSocket. */
import type { SocketCommand, SocketProtocol } from '../src/catalog/socket.ts';

export function commandFacts(socket: SocketProtocol): readonly (readonly string[])[] {
  const { id, login, token, signs, stamp, headers = {}, usage, replyHeaders, expiry } = socket;
  const time = stamp && ('param' in stamp ? stamp.param : headers[stamp.header]);
  const lines = [
    ['Replies are tied to commands by', id ? code(id.field) : 'their order: one command goes at a time'],
    ['Log-in', login ? loginText(socket, login.command) : ''],
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
    ['Limits are told in', usage ? code(usage.at) : replyHeaders ? code(replyHeaders) : ''],
  ];
  return lines.filter(([, value]) => value !== '');
}

function loginText({ signs }: SocketProtocol, command: string): string {
  return signs === 'each' ? `${code(command)}, where \`login: true\` asks for a session` : code(command);
}

export function commandRows({ commands }: SocketProtocol): readonly (readonly string[])[] {
  return commands.map((one) => [
    code(one.name.endsWith('.') ? `${one.name}*` : one.name),
    doing(one),
    one.signed === false ? 'no' : 'yes',
    one.rest ? code(`${one.rest.method} ${one.rest.path}`) : '',
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
