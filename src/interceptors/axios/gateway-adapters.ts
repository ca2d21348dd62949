// The axios adapters that send through a gateway.
import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import { callOptions } from '../../call-options.ts';
import { writeFinder } from '../../catalog/routes.ts';
import { isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import type { Answer } from '../../transport/call.ts';
import { UnreadBodies } from '../unread-bodies.ts';
import { type AdapterChoice, AxiosCopy } from './axios-copy.ts';
import { AxiosCall, type AxiosContext } from './call.ts';
import { CallerSignals } from './caller-signals.ts';
import { DefaultTransform, guardTransform } from './default-transform.ts';

/**
 * Under this name, a config says which gateway adapters send it straight on. The mark is copied with the config, by axios as
 * well (which leaves symbols behind), so that a call which an adapter of the caller's hands to one of ours is not counted
 * as a second one.
 */
const bypassKey = 'exchange-interceptors';
class Bypass {
  /** Undefined: those of every gateway. */
  readonly #only: GatewayAdapters | undefined;
  constructor(only?: GatewayAdapters) {
    this.#only = only;
  }
  includes(adapters: GatewayAdapters): boolean {
    return this.#only === undefined || this.#only === adapters;
  }
}
const bypassAll = new Bypass();
type MarkedConfig = Config & { [bypassKey]?: Bypass };

/** What an adapter of ours stands in front of, and whose it is. */
const inner: unique symbol = Symbol('exchange-interceptors.inner');
type GatewayAxiosAdapter = AxiosAdapter & {
  readonly [inner]: { readonly choice: AdapterChoice; readonly owner: GatewayAdapters };
};

/** What is known of signals, bodies and functions, by these objects alone: of no gateway, so that all of them share it. */
const shared: Omit<AxiosContext, 'copy' | 'isWrite'> = {
  bodies: new UnreadBodies(),
  signals: new CallerSignals(),
  defaultTransform: new DefaultTransform(),
};

/** Makes and keeps the adapters of one gateway for one instance, or for none. */
export class GatewayAdapters {
  readonly #gateway: Gateway;
  readonly #context: AxiosContext;
  #byInner: WeakMap<object, GatewayAxiosAdapter> | undefined;
  #isDetached = false;

  constructor(gateway: Gateway, instance: AxiosInstance | undefined) {
    this.#gateway = gateway;
    this.#context = { copy: new AxiosCopy(instance), isWrite: writeFinder(gateway.exchange), ...shared };
  }

  /** The adapter that sends through the gateway as `choice` would; the same one for the same function. */
  around(choice: AdapterChoice): GatewayAxiosAdapter {
    if (typeof choice !== 'function') return this.#make(choice);
    this.#byInner ??= new WeakMap();
    let adapter = this.#byInner.get(choice);
    if (!adapter) {
      adapter = this.#make(choice);
      this.#byInner.set(choice, adapter);
    }
    return adapter;
  }

  /** Sends a new call through the gateway, unless it names a gateway's adapter itself, as one that is made again does. */
  attach(config: MarkedConfig): Config {
    if (bypassKey in config) delete config[bypassKey];
    const { adapter } = config;
    const owner = isGatewayAdapter(adapter) ? adapter[inner].owner : undefined;
    if (!owner || owner.#isDetached) config.adapter = this.around(innerOf(adapter));
    return config;
  }

  /** Makes these adapters, wherever they stand in the way of the call, send it straight on. */
  bypass(config: MarkedConfig): Config {
    config[bypassKey] = new Bypass(this);
    return config;
  }

  /** From now on these adapters send everything straight on, also for a config that was made before. */
  detach(): void {
    this.#isDetached = true;
  }

  #make(choice: AdapterChoice): GatewayAxiosAdapter {
    const { copy } = this.#context;
    const adapter: AxiosAdapter = (config) =>
      copy.isReadyFor(choice, config)
        ? this.#send(choice, config)
        : copy.ready().then(() => this.#send(choice, config));
    return Object.assign(adapter, { [inner]: { choice, owner: this } });
  }

  #send(choice: AdapterChoice, config: MarkedConfig): Promise<AxiosResponse> {
    const gateway = this.#gateway;
    const sender = this.#context.copy.sender(choice, config);
    const mark = config[bypassKey];
    const isPassed = this.#isDetached || (mark instanceof Bypass && mark.includes(this));
    if (isPassed || !sender.isKnown) return sender.adapter(config);
    const options = callOptions(config.exchange);
    const call = new AxiosCall(this.#context, sender, config, options, gateway.mode === 'observe');
    // Axios's own adapters call none of ours.
    if (sender.isPlatform)
      return gateway.run(call).then(toResponse, (error: unknown) => rejectWith(error, call));
    config[bypassKey] = bypassAll;
    return gateway.run(call).then(
      (answer) => {
        delete config[bypassKey];
        return toResponse(answer);
      },
      (error: unknown) => {
        delete config[bypassKey];
        return rejectWith(error, call);
      },
    );
  }
}

function isGatewayAdapter(choice: AdapterChoice): choice is GatewayAxiosAdapter {
  return typeof choice === 'function' && inner in choice;
}

/** What stands behind adapters of ours, however many; the choice itself where it is none of them. */
export function innerOf(choice: AdapterChoice): AdapterChoice {
  return isGatewayAdapter(choice) ? innerOf(choice[inner].choice) : choice;
}

/** What is known of a write stays in its error, whatever the caller's own transforms make of the answer to it. */
function rejectWith(error: unknown, { config, isWrite }: AxiosCall): never {
  if (isWrite && isExchangeError(error) && error.response !== undefined) guardTransform(config);
  throw error;
}

function toResponse(answer: Answer): AxiosResponse {
  // Good for the exchange, but not for the caller's `validateStatus`: rejects as it would without us.
  if (answer.refusal !== undefined) throw answer.refusal;
  return answer.native as AxiosResponse;
}
