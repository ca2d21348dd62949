import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { checkGateway } from '../check-gateway.ts';
import type { Gateway } from '../gateway.ts';
import type { Answer } from '../transport/call.ts';
import { bad } from '../validate.ts';
import { AxiosCall, type AxiosWay, type Sender } from './axios-call.ts';
import type { AxiosLibrary } from './axios-config.ts';
import type { ExchangeOfConfig } from './axios-required.cts';
import { callOptions } from './options.ts';
import { Streams } from './streams.ts';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** What `exchange-interceptors` should know about this call. */
    exchange?: ExchangeOfConfig;
  }
}

/**
 * An axios instance, such as `axios.create()` returns: as far as it is used here, and in words of our own, so that these
 * types also hold where axios is not installed, and for both of the declarations that axios has (`import`, `require`).
 */
export interface AxiosLike {
  (config: never): Promise<unknown>;
  readonly defaults: { adapter?: unknown };
  readonly interceptors: {
    readonly request: {
      use(...interceptor: never): number;
      eject(id: number): void;
    };
  };
}

/** Marks our adapter, also to another copy of this package. */
const attached: unique symbol = Symbol.for('exchange-interceptors.attached');

/**
 * Sends an axios instance's requests through the gateway: by its adapter, so that the caller's own interceptors and
 * transforms run once per call, around however many attempts.
 * @returns a function that detaches it again.
 * @throws {TypeError} for something that is no instance or no gateway; {Error} when it is attached already.
 */
export function interceptAxios(instance: AxiosLike, gateway: Gateway): () => void {
  checkInstance(instance);
  checkGateway('interceptAxios', gateway);
  const original = instance.defaults.adapter;
  if (isAttached(original)) {
    throw new Error(
      'This axios instance is attached to a gateway already: detach it first, or make a second instance.',
    );
  }
  let way: AxiosWay | undefined;
  const load = async (): Promise<AxiosWay> => {
    way ??= { instance, library: await importAxios(), streams: new Streams() };
    return way;
  };
  const wrap = (inner: typeof original): AxiosAdapter => {
    const carryBy = (loaded: AxiosWay, config: InternalAxiosRequestConfig): Promise<AxiosResponse> =>
      carry(gateway, loaded, senderOf(loaded.library, inner, config), config);
    const adapter: AxiosAdapter = (config) =>
      way ? carryBy(way, config) : load().then((loaded) => carryBy(loaded, config));
    return Object.assign(adapter, { [attached]: true });
  };
  const own = wrap(original);
  instance.defaults.adapter = own;
  // A request that brings its own adapter would go past us.
  const interceptor = instance.interceptors.request.use(
    (config) => Object.assign(config, { adapter: wrap(config.adapter) }),
    undefined,
    { synchronous: true, runWhen: (config) => !isAttached(config.adapter) },
  );
  return () => {
    if (instance.defaults.adapter === own) assignAdapter(instance, original);
    instance.interceptors.request.eject(interceptor);
  };
}

/** In a `try`, by which bundlers know that somebody may do without axios. */
async function importAxios(): Promise<AxiosLibrary> {
  try {
    return await import('axios');
  } catch (cause) {
    throw new Error('`interceptAxios` needs the package axios, and could not load it.', { cause });
  }
}

function senderOf(
  library: AxiosLibrary,
  inner: AxiosInstance['defaults']['adapter'],
  config: InternalAxiosRequestConfig,
): Sender {
  if (typeof inner === 'function') return { adapter: inner, isPlatform: false };
  // The types lack the second argument, by which axios finds a fetch of the caller's in `config.env`.
  const resolve: (list: typeof inner, config: object) => AxiosAdapter = library.getAdapter;
  const adapter = resolve(inner ?? library.default.defaults.adapter, config);
  // A list may name one of the caller's own.
  const isOwn = Array.isArray(inner) && inner.some((one) => one === adapter);
  return { adapter, isPlatform: !isOwn };
}

function carry(
  gateway: Gateway,
  way: AxiosWay,
  sender: Sender,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  return gateway.run(new AxiosCall(way, sender, config, callOptions(config.exchange))).then(handOn);
}

function handOn(answer: Answer): AxiosResponse {
  // Good for the exchange, but not for the caller's `validateStatus`: rejects as it would without us.
  if (answer.refusal !== undefined) throw answer.refusal;
  return answer.native as AxiosResponse;
}

function assignAdapter(instance: AxiosInstance, adapter: AxiosInstance['defaults']['adapter']): void {
  if (adapter === undefined) delete instance.defaults.adapter;
  else instance.defaults.adapter = adapter;
}

function isAttached(adapter: unknown): boolean {
  return typeof adapter === 'function' && attached in adapter;
}

function checkInstance(instance: AxiosLike): asserts instance is AxiosInstance {
  const usable = typeof instance === 'function' && instance.defaults && instance.interceptors?.request;
  if (!usable)
    throw bad('interceptAxios instance', instance, 'an axios instance, such as `axios.create()` returns');
}
