import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Gateway } from '../../gateway.ts';
import { checkGateway } from '../../options/check-gateway.ts';
import { bad } from '../../options/check-value.ts';
import type { AdapterChoice } from './copy.ts';
import { AxiosGate, unwrapped } from './gate.ts';
import type { ExchangeOfConfig } from './required.cts';

type Config = InternalAxiosRequestConfig;

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

/** An axios adapter, in words of our own: fits `config.adapter` and `axios.create({ adapter })`. */
export type GatewayAdapter = <Response>(config: object) => Promise<Response>;

/** Marks an instance, also to another copy of this package. What `create()` makes of it does not have it. */
const attached: unique symbol = Symbol.for('exchange-interceptors.attached');

/**
 * Sends an axios instance's requests through the gateway: by the adapter of each of its calls, so that the caller's own
 * interceptors and transforms run once per call, around however many attempts. Instances that `create()` makes of it are
 * their own.
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
  const gate = new AxiosGate(gateway, instance);
  const original = instance.defaults.adapter;
  const own = gate.through(unwrapped(original));
  instance.defaults.adapter = own;
  Object.defineProperty(instance, attached, { value: true, configurable: true });
  const forget = disown(instance, gate, own, original);
  // A call that brings an adapter, or comes by one that was put around ours, would go past us, or by twice.
  const interceptor = instance.interceptors.request.use((config: Config) => gate.lead(config), undefined, {
    synchronous: true,
  });
  return () => {
    gate.open();
    if (instance.defaults.adapter === own) assignAdapter(instance, original);
    instance.interceptors.request.eject(interceptor);
    forget();
    Reflect.deleteProperty(instance, attached);
  };
}

/** What `create()` makes of an instance takes its defaults over, and shall not be attached by that. @returns what undoes it */
function disown(
  instance: AxiosInstance,
  gate: AxiosGate,
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
      // Behind an adapter of the caller's stands ours.
      const pass = (passing: Config): Config => gate.pass(passing);
      if (adapter !== own) child.interceptors.request.use(pass, undefined, { synchronous: true });
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
 * An axios adapter that sends through the gateway, for whoever takes an adapter and gives no instance away, such as an SDK.
 * @param inner what sends in its place: an adapter, or what `config.adapter` takes. @default axios's own
 * @throws {TypeError} for something that is no gateway or no adapter.
 */
export function gatewayAdapter(gateway: Gateway, inner?: unknown): GatewayAdapter {
  checkGateway('gatewayAdapter', gateway);
  checkAdapter(inner);
  const through = new AxiosGate(gateway, undefined).through(unwrapped(inner));
  const adapter = (config: object): Promise<AxiosResponse> => through(config as Config);
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
