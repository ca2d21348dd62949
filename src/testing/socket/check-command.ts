// Checks signature, clock and session of a command that is played from a definition.
import {
  type Exchange,
  isObject,
  isPromise,
  namePaths,
  overSocket,
  putMember,
  readExpiry,
  type Sign,
  type SocketProtocol,
  valueAt,
} from '../../internal.ts';
import { isRecord, type Json } from '../json.ts';
import type { Refusal } from '../refusal.ts';
import { simulatedToken } from '../simulated-token.ts';
import type { CommandContext, SimCommand } from './dialect.ts';

/** How far a command's time may be ahead of the exchange's clock, in milliseconds: what most exchanges print. */
const aheadMs = 1000;

/** Why a command of the account's is refused before it is carried out; undefined for one that is in order. */
export function checkCommand(
  exchange: Exchange,
  command: SimCommand,
  payload: Json | undefined,
  { session, serverAt }: CommandContext,
  sign: Sign | undefined,
): Refusal | undefined {
  const { socket } = exchange;
  if (socket?.token) return textAt(payload, socket.token.param) === simulatedToken ? undefined : 'api-key';
  const { stamp } = socket ?? {};
  const isSession = session.isIn;
  const time = stamp && Number(stampIn(exchange, command, payload));
  if (time !== undefined && !(time > 0)) return 'missing-timestamp';
  if (time !== undefined && isLate(exchange, command, payload, time, serverAt)) return 'timestamp';
  if (socket?.signs === 'each' && !isSession && sign)
    return isSignedBy(exchange, sign, command, time ?? 0) ? undefined : 'signature';
  if (socket?.login && socket.signs !== 'each' && !isSession && sign) return 'api-key';
  return isExpired(exchange, command, serverAt) ? 'expired' : undefined;
}

function stampIn({ socket }: Exchange, { fields }: SimCommand, payload: Json | undefined): unknown {
  const { stamp, headers = {} } = socket ?? {};
  if (!stamp) return undefined;
  if ('at' in stamp) return Number(valueAt(fields, stamp.at)) * (stamp.unit === 's' ? 1000 : 1);
  return 'param' in stamp ? textAt(payload, stamp.param) : valueAt(fields, headers[stamp.header] ?? '');
}

/** The window that the documents name, or the command itself. */
function isLate(
  { validity, socket }: Exchange,
  { fields }: SimCommand,
  payload: Json | undefined,
  time: number,
  serverAt: number,
): boolean {
  const { header, param, forMs = Number.POSITIVE_INFINITY } = validity ?? {};
  const said =
    header === undefined
      ? textAt(payload, param ?? '')
      : String(valueAt(fields, socket?.headers?.[header] ?? '') ?? '');
  const windowMs = said === undefined || said === '' ? forMs : Number(said);
  return serverAt - time > windowMs || time - serverAt >= aheadMs;
}

/** Past the instant that the command itself names. */
function isExpired({ expiry, socket }: Exchange, { fields }: SimCommand, serverAt: number): boolean {
  const place = expiry?.header === undefined ? undefined : socket?.headers?.[expiry.header];
  const text = place === undefined ? undefined : valueAt(fields, place);
  const untilMs = expiry && text !== undefined ? readExpiry(expiry, String(text), serverAt) : undefined;
  return untilMs !== undefined && expiry?.unit.startsWith('instant') === true && serverAt > untilMs;
}

function textAt(value: Json | undefined, name: string): string | undefined {
  const found = isRecord(value) ? value[name] : undefined;
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

/** Whether signing the same command anew makes the same of it. A signer that needs time cannot be asked. */
function isSignedBy(
  exchange: Exchange,
  sign: Sign,
  { name, fields }: SimCommand,
  timestamp: number,
): boolean {
  const made = signed(exchange, sign, name, JSON.stringify(fields), timestamp);
  return made === undefined || isSame(JSON.parse(made), fields);
}

/** The frame that a signer makes of a command; undefined where it takes time. */
export function signed(
  { hosts: [host = 'exchange.example'] }: Exchange,
  sign: Sign,
  name: string,
  body: string,
  timestamp: number,
): string | undefined {
  const path = `/${name}`;
  const url = new URL(path, `https://${host}`);
  const made = sign(
    { method: overSocket, url, path, query: '', headers: {}, body },
    { timestamp, attempt: 1 },
  );
  return isPromise(made) ? undefined : made.body;
}

/**
 * Whether a log-in is right. When it was signed is found out by two others: what differs in them with the time tells the
 * time, whatever its unit and whatever is added to it.
 */
export function checkLogin(
  exchange: Exchange,
  { op, id }: SocketProtocol,
  sign: Sign,
  { name, fields }: SimCommand,
  isInTime: (signedAt: number) => boolean,
): Refusal | undefined {
  const [first = ''] = namePaths({ op });
  const bare = JSON.stringify({ [first]: name });
  const [one, other] = [1e12, 2e12].map((at) => signed(exchange, sign, name, bare, at));
  if (one === undefined || other === undefined) return undefined;
  const place = timePlace(JSON.parse(one), JSON.parse(other));
  if (!place) return 'signature';
  const { path, perMs, plus } = place;
  const time = (instantOf(valueAt(fields, path)) - plus) / perMs;
  if (!Number.isFinite(time)) return 'missing-timestamp';
  const made = signed(exchange, sign, name, bare, time);
  const [own, sent] = [made === undefined ? fields : JSON.parse(made), fields].map((value) =>
    id ? putMember(value, id.field, undefined) : value,
  );
  if (!isSame(own, sent)) return 'signature';
  return isInTime(time) ? undefined : 'timestamp';
}

function timePlace(
  one: unknown,
  other: unknown,
  path: readonly string[] = [],
): { readonly path: string; readonly perMs: number; readonly plus: number } | undefined {
  if ((isObject(one) || Array.isArray(one)) && (isObject(other) || Array.isArray(other))) {
    for (const step of Object.keys(one)) {
      const found = timePlace(valueAt(one, step), valueAt(other, step), [...path, step]);
      if (found) return found;
    }
    return undefined;
  }
  const [first, second] = [instantOf(one), instantOf(other)];
  if (one === other || one === '' || !Number.isFinite(first) || !Number.isFinite(second)) return undefined;
  const perMs = (second - first) / 1e12;
  return { path: path.join('.'), perMs, plus: first - perMs * 1e12 };
}

/** A number, or a date in UTC without a zone. */
function instantOf(value: unknown): number {
  const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value);
  return isDate ? Date.parse(`${value}Z`) : Number(value);
}

/** Equality of JSON, whatever the order of members, but for the id that ties the reply to the command. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  const ids = new Set(['id', 'reqId', 'req_id', 'tag']);
  return JSON.stringify(value, (key, item: unknown) => {
    if (key === '' && isObject(item)) return sorted(item, ids);
    return isObject(item) ? sorted(item, new Set()) : item;
  });
}

function sorted(object: Readonly<Record<string, unknown>>, left: ReadonlySet<string>): object {
  const members = Object.entries(object).filter(([name]) => !left.has(name));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
