// Adapters that make a config of their own out of the one that they get, and put the given one back into what they return.
import type { AxiosAdapter, AxiosInstance, InternalAxiosRequestConfig as Config } from 'axios';
import { chainOf } from './adapter-result.ts';
import { headersLike } from './config.ts';

const untransformed = { transformRequest: [], transformResponse: [] };

/** An adapter that sends by a whole request of an instance, which makes a config of its own. */
export function instanceAdapter(
  plain: AxiosInstance,
  choice: NonNullable<AxiosInstance['defaults']['adapter']>,
): AxiosAdapter {
  return restoring((config) => plain.request({ ...config, ...untransformed, adapter: choice }));
}

/** An adapter of another copy of axios, which knows headers of its own class only. */
export function foreignAdapter(
  { AxiosHeaders }: typeof import('axios'),
  adapter: AxiosAdapter,
): AxiosAdapter {
  return restoring((config) => adapter({ ...config, headers: new AxiosHeaders({ ...config.headers }) }));
}

function restoring(send: AxiosAdapter): AxiosAdapter {
  return async (config) => {
    try {
      const response = await send(config);
      restore(response, config);
      return response;
    } catch (error) {
      for (const link of chainOf(error)) restore(link, config);
      throw error;
    }
  };
}

/** @param holder a response, or anything that was thrown */
function restore(holder: unknown, config: Config): void {
  if (typeof holder !== 'object' || holder === null || !('config' in holder)) return;
  const { config: other } = holder;
  if (typeof other !== 'object' || other === null || other === config) return;
  // What an adapter sets, such as the length, stands in the headers that it was given.
  config.headers.set({ ...Reflect.get(other, 'headers') });
  holder.config = config;
  if (!('headers' in holder) || typeof holder.headers !== 'object' || holder.headers === null) return;
  if (holder.headers.constructor !== config.headers.constructor)
    holder.headers = headersLike(config.headers, holder.headers);
}
