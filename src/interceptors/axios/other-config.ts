import type { AxiosAdapter, AxiosInstance, InternalAxiosRequestConfig } from 'axios';
import { headersLike } from './headers.ts';
import { chainOf } from './told.ts';

type Config = InternalAxiosRequestConfig;
type AxiosModule = typeof import('axios');

const untransformed = { transformRequest: [], transformResponse: [] };

/** An adapter that sends by a whole request of an instance, which makes a config of its own. */
export function byInstance(
  plain: AxiosInstance,
  choice: NonNullable<AxiosInstance['defaults']['adapter']>,
): AxiosAdapter {
  return byOther((config) => plain.request({ ...config, ...untransformed, adapter: choice }));
}

/** An adapter of another copy of axios, which knows headers of its own class only. */
export function ofOtherCopy(module: AxiosModule, adapter: AxiosAdapter): AxiosAdapter {
  return byOther((config) => adapter({ ...config, headers: new module.AxiosHeaders({ ...config.headers }) }));
}

/** Nobody shall know of the other config: in what comes back stands the one that was given. */
function byOther(send: AxiosAdapter): AxiosAdapter {
  return async (config) => {
    try {
      const response = await send(config);
      putBack(response, config);
      return response;
    } catch (error) {
      for (const link of chainOf(error)) putBack(link, config);
      throw error;
    }
  };
}

function putBack(told: unknown, config: Config): void {
  if (typeof told !== 'object' || told === null || !('config' in told)) return;
  const { config: other } = told;
  if (typeof other !== 'object' || other === null || other === config) return;
  // What an adapter sets, such as the length, stands in the headers that it was given.
  config.headers.set({ ...Reflect.get(other, 'headers') });
  told.config = config;
  if (!('headers' in told) || typeof told.headers !== 'object' || told.headers === null) return;
  if (told.headers.constructor !== config.headers.constructor)
    told.headers = headersLike(config.headers, told.headers);
}
