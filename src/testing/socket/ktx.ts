// KTX over WebSocket.
import { isHmac } from '../dialects/support.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import type { SimCommand, SocketDialect } from './dialect.ts';

/** KTX: streams and a log-in, replies with the `id` of the command, refusals with a number that no table has. */
export const ktxSocket: SocketDialect = {
  id: 'ktx',
  throttle: '-20007',
  echo: 'id',
  read: (value) => {
    if (!isRecord(value) || typeof value['method'] !== 'string') return undefined;
    return { name: value['method'], kind: 'read', fields: value, clientOrderId: undefined };
  },
  carryOut: (command, context) => {
    const { name, fields } = command;
    const refuse = (code: string) => ({ replies: [refusal(code, command)], code, executed: false });
    if (name === 'LOGIN') {
      const auth = scalars(fields['auth']);
      const { credentials } = context;
      const isRight =
        !credentials ||
        (auth.get('api-key') === credentials.apiKey &&
          isHmac(auth.get('api-sign'), '/user/verify', credentials));
      if (!isRight) return refuse('-12101');
      context.session.isIn = true;
      // No reply to it is documented.
      return { replies: [], executed: true };
    }
    const { params } = fields;
    const isGood = Array.isArray(params) && params.every((one: Json) => /^\w+\.\w+\.\w+/.test(String(one)));
    if ((name !== 'SUBSCRIBE' && name !== 'UNSUBSCRIBE') || !isGood) return refuse('-1003');
    for (const stream of params) {
      if (name === 'SUBSCRIBE') context.session.channels.add(String(stream));
      else context.session.channels.delete(String(stream));
    }
    return { replies: [{ result: 'success', op: name, id: fields['id'], events: params }], executed: true };
  },
  refuse: refusal,
};

function refusal(code: string, { fields }: SimCommand): Json {
  return { id: fields['id'], error: Number(code), message: 'refused' };
}
