// How requests to Binance USD-M futures are signed.
import type { Sign } from '../../types.ts';
import { type BinanceCredentials, binanceSigner } from '../binance.ts';

/**
 * @throws {TypeError} for credentials of a wrong form.
 * @see https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info "SIGNED Endpoint Examples"
 */
export function signer(credentials: BinanceCredentials): Sign {
  return binanceSigner('binanceUsdm', credentials);
}
