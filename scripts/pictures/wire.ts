import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { SimAnswer, SimulatedExchange } from '../../src/testing/index.ts';

/** An axios adapter to an exchange in this process: it takes as long and fails as axios's own does over a socket. */
export function wireTo(exchange: SimulatedExchange, random: () => number): AxiosAdapter {
  const way = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10 + 30 * random()));
  return async (config) => {
    await way();
    const answer = exchange.handle(requestOf(config));
    await way();
    if (answer.delivery !== 'whole') {
      throw new AxiosError('socket hang up', 'ECONNRESET', config, {});
    }
    return settled(config, answer);
  };
}

function requestOf(config: InternalAxiosRequestConfig): Parameters<SimulatedExchange['handle']>[0] {
  const url = new URL(axios.getUri(config));
  const headers = Object.fromEntries(
    Object.entries(config.headers.toJSON()).map(([name, value]) => [name, String(value)]),
  );
  const method = (config.method ?? 'get').toUpperCase();
  return { method, path: url.pathname, query: url.search.slice(1), headers, body: config.data ?? '' };
}

function settled(config: InternalAxiosRequestConfig, answer: SimAnswer): AxiosResponse {
  const { status, headers, body } = answer;
  const response: AxiosResponse = {
    status,
    statusText: '',
    headers: { ...headers },
    data: body,
    config,
    request: {},
  };
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, {}, response);
}
