// An exchange of a definition that is known to be right: built-in ones are checked by the tests, so that no bundle has to.
import type { Envelope, EnvelopeSpec } from './envelope.ts';
import type { Exchange, ExchangeSpec } from './exchange.ts';
import { type Codes, readCodes } from './rows.ts';
import type { TimeSource } from './time-source.ts';
import { rateLimitHeaders, resetHeaders } from './usage.ts';

const dateHeader: TimeSource = { routes: [{ path: '/' }], from: 'date' };
const settle = { settleMs: 2000, asks: 3 };

/**
 * Fills in what a definition leaves out, and reads its tables. That `Code` are their codes is the caller's word.
 * @throws {TypeError} for a row that breaks a rule.
 */
export function makeExchange<Code extends string = string>(given: ExchangeSpec): Exchange<Code> {
  const { catalog, ...codes } = readCodes(given) as Codes<Code>;
  return Object.freeze({
    docs: [],
    hosts: [],
    trustsCodesUnder5xx: false,
    limits: [],
    tiers: {},
    usage: rateLimitHeaders,
    statuses: [],
    resets: resetHeaders,
    waits: [],
    namespaces: [],
    maxPauseMs: 0,
    time: dateHeader,
    routes: [],
    lookup: [],
    signedPaths: [],
    settle,
    retryAfter: undefined,
    clientOrderId: undefined,
    validity: undefined,
    expiry: undefined,
    paramsIn: undefined,
    repeat: 'anew',
    policies: {},
    batches: [],
    refusals: {},
    ...given,
    rest: filled(given.rest),
    ws: given.ws && filled(given.ws),
    socket: given.socket,
    catalog,
    codes,
    spec: given,
  });
}

function filled(envelope: EnvelopeSpec): Envelope {
  const { flags, bare } = envelope;
  // An extension reads its answers by the very envelope of its base.
  if (flags && bare !== undefined) return envelope as Envelope;
  return { ...envelope, flags: flags ?? [], bare: bare ?? false };
}
