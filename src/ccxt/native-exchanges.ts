// Which exchanges of ours are parts of a ccxt exchange, and which of its paths are theirs.
import { bad, type Exchange, exchanges } from '../internal.ts';
import { type CcxtExchange, checkInstance, familyOf } from './shape.ts';

interface NativePart {
  /** ccxt's id of the exchange that it is a part of. */
  readonly of: string;
  /** Paths of that part; everything else is another API of the same company. @default there is no other */
  readonly paths?: RegExp;
  /** A field that of all parts its answers alone have, for where the URL is not known. @default the usual URL decides */
  readonly mark?: string;
}

/** By the id of ours. */
const parts: Readonly<Record<string, NativePart>> = {
  'binance-spot': { of: 'binance', paths: /^\/api\/v3\// },
  'binance-usdm': { of: 'binance', paths: /^\/fapi\// },
  bitget: { of: 'bitget' },
  bybit: { of: 'bybit' },
  coinbase: { of: 'coinbase' },
  deribit: { of: 'deribit' },
  gate: { of: 'gate' },
  // Contracts have paths of their own, such as `/linear-swap-api/v1` and `/api/v1`.
  htx: { of: 'htx', paths: /^\/(?:v[12]|market)\// },
  hyperliquid: { of: 'hyperliquid' },
  kraken: { of: 'kraken' },
  kucoin: { of: 'kucoin' },
  'lbank-contract': { of: 'lbank', paths: /^\/cfd\//, mark: 'success' },
  'mexc-contract': { of: 'mexc', paths: /^\/api\/v1\/(?:contract|private)\//, mark: 'success' },
  'mexc-spot': { of: 'mexc', paths: /^\/api\/v3\// },
  okx: { of: 'okx' },
  // Removed from ccxt when the exchange closed; older versions have it.
  'ox-fun': { of: 'oxfun' },
};

/** Undefined where it is no part of the ccxt exchange of that family. */
export function partOf(family: readonly string[], { id }: Exchange): NativePart | undefined {
  const part = Object.hasOwn(parts, id) ? parts[id] : undefined;
  return part && family.includes(part.of) ? part : undefined;
}

/** @throws {TypeError} for one of another company. */
export function checkNative(instance: CcxtExchange, exchange: Exchange): NativePart {
  const part = partOf(familyOf(instance), exchange);
  if (part) return part;
  throw bad('native', exchange.id, `an exchange of ours that ccxt's ${instance.id} is`, {
    owner: 'exchangeFromCcxt',
    path: '',
    opening: 'exchangeFromCcxt: ',
  });
}

/**
 * The built-in exchanges that a ccxt instance is. None for those that ccxt derives from another, such as a company's daughter in
 * another country: they have hosts and limits of their own.
 */
export function builtInFor({ id }: CcxtExchange): readonly Exchange[] {
  const of = Object.hasOwn(otherNames, id) ? otherNames[id] : id;
  const ids = Object.keys(parts).filter((name) => parts[name]?.of === of);
  return ids.flatMap((name) => exchanges.filter((one) => one.id === name));
}

/** Ids of ccxt's that stand for another one. */
const otherNames: Readonly<Record<string, string>> = {
  binanceusdm: 'binance',
  gateio: 'gate',
  huobi: 'htx',
};

/**
 * The exchanges of ours that a ccxt instance is: what the option `native` of `exchangeFromCcxt` is by default. None where none is
 * built in.
 * @throws {TypeError} for something that is no ccxt exchange.
 */
export async function nativeExchanges(instance: CcxtExchange): Promise<readonly Exchange[]> {
  checkInstance('nativeExchanges', instance);
  return builtInFor(instance);
}
