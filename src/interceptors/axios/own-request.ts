// Requests of ours (clock, look-up), sent by the caller's adapter, agents and proxy.
import type { AxiosAdapter, InternalAxiosRequestConfig as Config } from 'axios';
import { type Answer, type OwnRequest, withoutNoBase } from '../../transport/call.ts';
import { ownAnswerLimit } from '../answer-body.ts';
import { headersLike, refuseRedirects } from './config.ts';
import { answerIn } from './rejection.ts';
import { readText } from './response-data.ts';

/** What says how a request is built, read or reported, and so is the caller's alone; what stays is how it gets there. */
const callersOwn: readonly string[] = [
  ...['baseURL', 'params', 'paramsSerializer', 'data', 'auth', 'cancelToken', 'exchange', 'formSerializer'],
  ...['transformRequest', 'transformResponse', 'parseReviver', 'responseEncoding', 'decompress', 'maxRate'],
  ...['onUploadProgress', 'onDownloadProgress', 'withCredentials', 'withXSRFToken', 'maxBodyLength', 'jar'],
];

/**
 * Sends a request of ours, and reads the whole text of its answer, whatever its status.
 * @throws what the adapter rejects with where no answer came; {RangeError} for an answer longer than `ownAnswerLimit`
 */
export async function sendOwnRequest(
  adapter: AxiosAdapter,
  config: Config,
  request: OwnRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await adapter(ownConfig(config, request, signal)).catch((rejection: unknown) => {
    const answer = answerIn(rejection);
    if (answer) return answer;
    throw rejection;
  });
  const body = await readText(response.data, ownAnswerLimit);
  response.data = body;
  return { status: response.status, headers: response.headers, body, native: response };
}

function ownConfig(config: Config, { method, url, headers, body }: OwnRequest, signal: AbortSignal): Config {
  const request: Config = {
    ...config,
    url: withoutNoBase(url),
    method: method.toLowerCase(),
    headers: headersLike(config.headers, { Accept: 'application/json', ...headers }),
    signal,
    // Read piece by piece, so that no more is read than is wanted. Browsers have no such type.
    responseType: typeof XMLHttpRequest === 'undefined' ? 'stream' : 'text',
    maxContentLength: ownAnswerLimit,
    validateStatus: () => true,
  };
  for (const name of callersOwn) Reflect.deleteProperty(request, name);
  if (body !== undefined) request.data = body;
  refuseRedirects(request);
  return request;
}
