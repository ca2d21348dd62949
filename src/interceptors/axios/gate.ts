import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { callOptions } from '../../call-options.ts';
import { isRead } from '../../catalog/routes.ts';
import { isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import type { Answer } from '../../transport/call.ts';
import { Streams } from '../streams.ts';
import { AxiosCall, type AxiosWay } from './call.ts';
import { type AdapterChoice, AxiosCopy } from './copy.ts';
import { CallerSignals } from './signals.ts';
import { DefaultParsing, withoutFaults } from './transform.ts';

type Config = InternalAxiosRequestConfig;

/**
 * Under this name, a config tells that the way of its call is found. The mark is copied with the config, by axios as well
 * (which leaves symbols behind), so that an adapter of the caller's, which sends by one of ours in turn, makes no second
 * call of the one that it carries.
 */
const key = 'exchange-interceptors';
class Mark {
  /** Which gate it passes by. @default every one */
  readonly #gate: AxiosGate | undefined;
  constructor(gate?: AxiosGate) {
    this.#gate = gate;
  }
  passes(gate: AxiosGate): boolean {
    return this.#gate === undefined || this.#gate === gate;
  }
}
const found = new Mark();
type Marked = Config & { [key]?: Mark };

/** What our adapters stand in front of. */
const behind: unique symbol = Symbol('exchange-interceptors.behind');
type OurAdapter = AxiosAdapter & {
  readonly [behind]: { readonly choice: AdapterChoice; readonly gate: AxiosGate };
};

/** The adapters that lead an instance's calls through a gateway. */
export class AxiosGate {
  readonly #gateway: Gateway;
  readonly #way: AxiosWay;
  readonly #adapters = new WeakMap<object, OurAdapter>();
  #isOpen = false;

  constructor(gateway: Gateway, instance: AxiosInstance | undefined) {
    this.#gateway = gateway;
    this.#way = {
      copy: new AxiosCopy(instance),
      streams: new Streams(),
      signals: new CallerSignals(),
      parsing: new DefaultParsing(),
    };
  }

  /** An adapter that sends through the gateway as `choice` would. */
  through(choice: AdapterChoice): OurAdapter {
    if (typeof choice !== 'function') return this.#make(choice);
    let adapter = this.#adapters.get(choice);
    if (!adapter) {
      adapter = this.#make(choice);
      this.#adapters.set(choice, adapter);
    }
    return adapter;
  }

  /** Leads a new call through the gateway, unless it names a gateway's adapter itself, as one that is made again does. */
  lead(config: Marked): Config {
    if (key in config) delete config[key];
    const { adapter } = config;
    const gate = isOurs(adapter) ? adapter[behind].gate : undefined;
    if (!gate || gate.#isOpen) config.adapter = this.through(unwrapped(adapter));
    return config;
  }

  /** Leads a call past this gate, whatever adapter of it comes in its way. */
  pass(config: Marked): Config {
    config[key] = new Mark(this);
    return config;
  }

  /** From now on everything goes straight on, by a config of earlier too. */
  open(): void {
    this.#isOpen = true;
  }

  #make(choice: AdapterChoice): OurAdapter {
    const { copy } = this.#way;
    const adapter: AxiosAdapter = (config) =>
      copy.isReadyFor(choice, config)
        ? this.#carry(choice, config)
        : copy.ready.then(() => this.#carry(choice, config));
    return Object.assign(adapter, { [behind]: { choice, gate: this } });
  }

  #carry(choice: AdapterChoice, config: Marked): Promise<AxiosResponse> {
    const gateway = this.#gateway;
    const sender = this.#way.copy.sender(choice, config);
    const marked = config[key];
    const isPassed = this.#isOpen || (marked instanceof Mark && marked.passes(this));
    if (isPassed || !sender.isKnown) return sender.adapter(config);
    const options = callOptions(config.exchange);
    const call = new AxiosCall(this.#way, sender, config, options, gateway.mode === 'observe');
    // Axios's own come back to nobody.
    if (sender.isPlatform) return gateway.run(call).then(handOn, (error: unknown) => handBack(error, call));
    config[key] = found;
    return gateway.run(call).then(
      (answer) => {
        delete config[key];
        return handOn(answer);
      },
      (error: unknown) => {
        delete config[key];
        return handBack(error, call);
      },
    );
  }
}

function isOurs(choice: AdapterChoice): choice is OurAdapter {
  return typeof choice === 'function' && behind in choice;
}

/** What stands behind an adapter of ours. */
export function unwrapped(choice: AdapterChoice): AdapterChoice {
  return isOurs(choice) ? unwrapped(choice[behind].choice) : choice;
}

/** What is known of a write stays so, whatever the caller's own transforms make of the answer to it. */
function handBack(error: unknown, { config, method }: AxiosCall): never {
  if (!isRead(method) && isExchangeError(error) && error.response !== undefined) withoutFaults(config);
  throw error;
}

function handOn(answer: Answer): AxiosResponse {
  // Good for the exchange, but not for the caller's `validateStatus`: rejects as it would without us.
  if (answer.refusal !== undefined) throw answer.refusal;
  return answer.native as AxiosResponse;
}
