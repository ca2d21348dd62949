// Attaches axios to a gateway: to an instance, or as an adapter.
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import type { Gateway } from '../../gateway.ts';
import { checkGateway } from '../../options/check-gateway.ts';
import { bad } from '../../options/check-value.ts';
import type { AdapterChoice } from './axios-copy.ts';
import type { ExchangeOfConfig } from './exchange-of-config.cts';
import { GatewayAdapters, innerOf } from './gateway-adapters.ts';
import { rejectWithReason } from './reject-with-reason.ts';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** What `exchange-interceptors` should know about this call. */
    exchange?: ExchangeOfConfig;
  }
}

/**
 * An axios instance, such as `axios.create()` returns, as far as it is used here. Declared without axios's own types, so that
 * it also holds where axios is not installed, and for both of the declarations that axios has (`import`, `require`).
 */
export interface AxiosLike {
  /** Sends a request, as `axios(config)` does. */
  (config: never): Promise<unknown>;
  /** The instance's defaults, of which `adapter` is replaced. */
  readonly defaults: {
    /** What sends a request. */
    adapter?: unknown;
  };
  /** The instance's interceptors, to which one for requests and one for responses are added. */
  readonly interceptors: {
    /** Those of requests. */
    readonly request: {
      /** Adds one, and returns its id. */
      use(...interceptor: never): number;
      /** Removes the one with that id. */
      eject(id: number): void;
    };
    /** Those of responses. */
    readonly response?: {
      /** Adds one, and returns its id. */
      use(...interceptor: never): number;
      /** Removes the one with that id. */
      eject(id: number): void;
    };
  };
}

/** An axios adapter, declared without axios's own types: fits `config.adapter` and `axios.create({ adapter })`. */
export type GatewayAdapter = <Response>(config: object) => Promise<Response>;

/** Marks an attached instance, also for another copy of this package. What `create()` makes of it is not marked. */
const attached: unique symbol = Symbol.for('exchange-interceptors.attached');

/**
 * Sends an axios instance's requests through the gateway: by the adapter of each of its calls, so that the caller's own
 * interceptors and transforms run once per call, around however many attempts. Instances that `create()` makes of it later
 * are not attached.
 * @returns a function that detaches it again.
 * @throws {TypeError} for something that is no instance or no gateway; {Error} when it is attached already.
 */
export function interceptAxios(instance: AxiosLike, gateway: Gateway): () => void {
  checkInstance(instance);
  checkGateway('interceptAxios', gateway);
  if (Object.hasOwn(instance, attached)) {
    throw new Error(
      'This axios instance is attached to a gateway already: detach it first, or make a second instance.',
    );
  }
  const adapters = new GatewayAdapters(gateway, instance);
  const original = instance.defaults.adapter;
  const own = adapters.around(innerOf(original));
  instance.defaults.adapter = own;
  Object.defineProperty(instance, attached, { value: true, configurable: true });
  const restoreCreate = keepChildrenBare(instance, adapters, own, original);
  // A call that brings an adapter would go past the gateway, and one that brings an adapter around ours would go twice.
  const attach = (config: Config): Config => adapters.attach(config);
  const { request, response } = instance.interceptors;
  const interceptor = request.use(attach, undefined, { synchronous: true });
  const responses = gateway.mode === 'observe' ? undefined : response;
  const ofResponses = responses?.use(undefined, rejectWithReason);
  return () => {
    adapters.detach();
    if (instance.defaults.adapter === own) assignAdapter(instance, original);
    request.eject(interceptor);
    if (ofResponses !== undefined) responses?.eject(ofResponses);
    restoreCreate();
    Reflect.deleteProperty(instance, attached);
  };
}

/** `create()` copies an instance's defaults, our adapter among them: here it gets the original. @returns what undoes it */
function keepChildrenBare(
  instance: AxiosInstance,
  adapters: GatewayAdapters,
  own: AdapterChoice,
  original: AdapterChoice,
): () => void {
  const { create, defaults } = instance;
  if (typeof create !== 'function') return () => {};
  const createBare: typeof create = (config) => {
    const { adapter } = defaults;
    if (adapter === own) assignAdapter(instance, original);
    try {
      const child = create(config);
      // An adapter that the caller put around ours is copied with ours behind it.
      const bypass = (request: Config): Config => adapters.bypass(request);
      if (adapter !== own) child.interceptors.request.use(bypass, undefined, { synchronous: true });
      return child;
    } finally {
      assignAdapter(instance, adapter);
    }
  };
  instance.create = createBare;
  return () => {
    if (instance.create === createBare) instance.create = create;
  };
}

/**
 * An axios adapter that sends through the gateway, for code that takes an adapter and shows no instance, such as an SDK.
 * @param inner what sends in its place: an adapter, or what `config.adapter` takes; what it rejects with is taken for what
 * became of this request. @default axios's own
 * @throws {TypeError} for something that is no gateway or no adapter.
 */
export function gatewayAdapter(gateway: Gateway, inner?: unknown): GatewayAdapter {
  checkGateway('gatewayAdapter', gateway);
  checkAdapter(inner);
  const send = new GatewayAdapters(gateway, undefined).around(innerOf(inner));
  const adapter = (config: object): Promise<AxiosResponse> => send(config as Config);
  return adapter as GatewayAdapter;
}

function assignAdapter(instance: AxiosInstance, adapter: AdapterChoice): void {
  if (adapter === undefined) delete instance.defaults.adapter;
  else instance.defaults.adapter = adapter;
}

function checkInstance(instance: AxiosLike): asserts instance is AxiosInstance {
  const usable = typeof instance === 'function' && instance.defaults && instance.interceptors?.request;
  if (!usable)
    throw bad('interceptAxios instance', instance, 'an axios instance, such as `axios.create()` returns');
}

function checkAdapter(inner: unknown): asserts inner is AdapterChoice {
  const isOne = (one: unknown): boolean => typeof one === 'function' || typeof one === 'string';
  if (inner === undefined || isOne(inner) || (Array.isArray(inner) && inner.every(isOne))) return;
  throw bad('gatewayAdapter inner', inner, 'an axios adapter, the name of one, or a list of them');
}
