import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { orderPath, sdkHeaders } from './support.ts';

/** In the shape that OpenAPI's generator `typescript-axios` gives a client. */
export class OrdersApi {
  readonly #basePath: string;
  readonly #axios: AxiosInstance;

  constructor(_configuration?: object, basePath = 'https://example.com', instance: AxiosInstance = axios) {
    this.#basePath = basePath;
    this.#axios = instance;
  }

  submit(order: object, options: AxiosRequestConfig = {}): Promise<AxiosResponse<{ success: boolean }>> {
    const headers = { 'Content-Type': 'application/json', ...options.headers };
    const url = `${this.#basePath}${orderPath}`;
    return this.#axios.request({
      ...options,
      method: 'POST',
      headers,
      data: JSON.stringify(order),
      url,
    });
  }
}

/** In the shape of the SDKs that call axios itself: options of their own, and some for every request. They sign. */
export class RestClient {
  readonly #baseUrl: string;
  readonly #networkOptions: AxiosRequestConfig;

  constructor({ baseUrl }: { readonly baseUrl: string }, networkOptions: AxiosRequestConfig = {}) {
    this.#baseUrl = baseUrl;
    this.#networkOptions = networkOptions;
  }

  async submit(order: object): Promise<unknown> {
    const data = JSON.stringify(order);
    const headers = { 'Content-Type': 'application/json', ...sdkHeaders(data) };
    const url = `${this.#baseUrl}${orderPath}`;
    const response = await axios({ ...this.#networkOptions, method: 'POST', headers, url, data });
    return response.data;
  }
}
