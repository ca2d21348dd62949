// The program for a page: what a test calls in it.
import axios from 'axios';
import * as library from '../../../src/index.ts';
import { type Client, type Market, overFetch, type Seen, trade } from './bot.ts';
import { type Signed, signAll } from './signatures.ts';

declare global {
  /** What a test calls in the page. */
  interface Window {
    trade: (market: Market, client: 'fetch' | 'xhr') => Promise<Seen>;
    signAll: () => Promise<readonly Signed[]>;
  }
}

const overXhr: Client = ({ interceptAxios }, gateway) => {
  const api = axios.create({ adapter: 'xhr' });
  interceptAxios(api, gateway);
  return async (method, url, data, exchange = {}) => {
    const { status } = await api.request({ method, url, exchange, ...(data && { data }) });
    return status === 200;
  };
};

window.trade = (market, client) => trade(library, market, client === 'fetch' ? overFetch : overXhr);
window.signAll = signAll;
