// Tells how far this machine's clock is off the exchange's.
import {
  Clock,
  type ClockSample,
  type Exchange,
  isLikelyTime,
  readBytes,
  readServerTime,
  toTransportError,
} from '../internal.ts';
import { grouped, printable } from '../replay/wording.ts';
import { type Context, failed, misused, type Options, onlyWord, type Report } from './command.ts';
import { findExchange, titleOf } from './names.ts';
import { type Field, fields, hang, headline, wrap } from './text.ts';

/** An answer that takes longer tells nothing of the time. */
const patienceMs = 5000;
/** More than any answer to such a question has. */
const mostBytes = 65_536;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** `clock`: asks so often, one after the other, and lets the library's own clock make a reading of it. */
export async function clock(
  words: readonly string[],
  options: Options,
  { fetch: send }: Context,
): Promise<Report> {
  const exchange = findExchange(onlyWord(words, 'clock takes one exchange, such as: clock mexc-contract.'));
  const url = timeUrl(exchange, options);
  const { samples = 5 } = options;
  const own = new Clock({ samples }, () => {});
  let good = 0;
  let why = '';
  await own.refresh(async () => {
    const sample = await ask(exchange, url, send);
    if (typeof sample === 'string') {
      why = sample;
      return undefined;
    }
    good += 1;
    return sample;
  });
  const { reading } = own;
  if (!reading) throw failed(`${url.origin} told no time: ${why}.`, `It was asked for ${url.pathname}.`);
  return {
    value: { exchange: exchange.id, url: url.href, ...reading, samples: good, asked: samples },
    lines: [
      ...headline(titleOf(exchange)),
      ...hang('', url.href),
      '',
      ...fields(fieldsOf(exchange, reading, good, samples)),
      '',
      ...wrap('A gateway corrects its timestamps by that by itself as soon as the exchange refuses one.'),
    ],
  };
}

function fieldsOf(
  { time }: Exchange,
  { offsetMs, errorMs, roundTripMs }: NonNullable<Clock['reading']>,
  good: number,
  asked: number,
): readonly Field[] {
  const rough = time.from === 'date' ? ', since it tells whole seconds only' : '';
  return [
    ['Offset', `${offsetMs > 0 ? '+' : ''}${grouped(offsetMs)} ms: ${meaningOf(offsetMs, errorMs)}`],
    ['Error bound', `${grouped(errorMs)} ms either way${rough}`],
    ['Round trip', `${grouped(roundTripMs)} ms, the shortest of ${good}`],
    ['Lost', good < asked ? `${asked - good} of ${asked}` : ''],
  ];
}

function meaningOf(offsetMs: number, errorMs: number): string {
  if (Math.abs(offsetMs) <= errorMs) return 'no difference that could be measured';
  return offsetMs > 0 ? "this machine's clock is behind" : "this machine's clock is ahead";
}

/** The URL that tells the exchange's time. @throws {CliError} where there is none, or the host is no URL */
function timeUrl(exchange: Exchange, { host = exchange.hosts[0], path }: Options): URL {
  const route = path ?? exchange.time.routes.find(({ when }) => when === undefined)?.path ?? '/';
  if (host === undefined)
    throw misused(
      `${exchange.name} has no host of its own, since each tenant has another: --host https://openapi.example.com.`,
    );
  const withScheme = host.includes('://') ? host : `https://${host}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw misused(`--host takes a URL such as https://api.example.com; it got "${printable(host, 60)}".`);
  if (!route.startsWith('/'))
    throw misused(`--path takes a path such as /api/v1/time; it got "${printable(route, 60)}".`);
  return new URL(url.origin + route);
}

/** One sample, or why there is none. */
async function ask(exchange: Exchange, url: URL, send: typeof fetch): Promise<ClockSample | string> {
  const sentAt = performance.now();
  try {
    const response = await send(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' });
    // The body belongs to the answer, so it is read before the clock is.
    const body = new TextDecoder().decode(await readBytes(response, mostBytes));
    const answeredAt = performance.now();
    const time = readServerTime(exchange, { headers: response.headers, body }, Date.now());
    if (!time) return `it answered HTTP ${response.status} without a time`;
    if (isLikelyTime(time.serverMs)) return { ...time, sentAt, answeredAt };
    // Whichever of the two is wrong, no order could be stamped by it.
    const told = new Date(time.serverMs).toISOString();
    return `${told} is more than a day off, so that one of the two clocks is wrong`;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (toTransportError(error).category === 'timeout') return `no answer within ${patienceMs / 1000} s`;
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  if (typeof code === 'string' && code !== '') return reasons[code] ?? code;
  return cause instanceof Error ? cause.message : String(cause);
}
