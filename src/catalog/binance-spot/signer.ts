// How requests to Binance spot are signed.
import type { Sign } from '../../types.ts';
import { type BinanceCredentials, binanceSigner } from '../binance.ts';

/**
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signed-endpoint-security
 */
export function signer(credentials: BinanceCredentials): Sign {
  return binanceSigner('binanceSpot', credentials);
}
