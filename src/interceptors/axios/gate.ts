import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Gateway } from '../../gateway.ts';
import type { Answer } from '../../transport/call.ts';
import { callOptions } from '../options.ts';
import { Streams } from '../streams.ts';
import { AxiosCall, type AxiosWay } from './call.ts';
import { type AdapterChoice, AxiosCopy, type Sender } from './copy.ts';
import { CallerSignals } from './signals.ts';
import { DefaultParsing } from './transform.ts';

type Config = InternalAxiosRequestConfig;

/**
 * Which gateway a config is on its way through. It is copied with the config, so that an adapter of the caller's, which
 * sends by one of ours in turn, makes no second call of the one that it carries.
 */
const inside: unique symbol = Symbol('exchange-interceptors.inside');
/** What our adapters stand in front of. */
const behind: unique symbol = Symbol('exchange-interceptors.behind');

type Marked = Config & { [inside]?: Gateway };
/** `isThrough`: by the gateway, in place of straight on. */
type OurAdapter = AxiosAdapter & {
  readonly [behind]: { readonly choice: AdapterChoice; readonly isThrough: boolean };
};

/** The adapters that lead an instance's calls through a gateway. */
export class AxiosGate {
  readonly #gateway: Gateway;
  readonly #way: AxiosWay;
  readonly #throughs = new WeakMap<object, OurAdapter>();
  #throughDefault: OurAdapter | undefined;
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

  /** An adapter that sends as `choice` would. */
  straight(choice: AdapterChoice): OurAdapter {
    const real = unwrapped(choice);
    const adapter: AxiosAdapter = (config) => this.#way.copy.sender(real, config).adapter(config);
    return Object.assign(adapter, { [behind]: { choice: real, isThrough: false } });
  }

  /** An adapter that sends through the gateway as `choice` would. */
  through(choice: AdapterChoice): OurAdapter {
    // Of a call that is made again by its own config.
    const real = isOurs(choice) && choice[behind].isThrough ? choice[behind].choice : choice;
    if (real === undefined) {
      this.#throughDefault ??= this.#make(real);
      return this.#throughDefault;
    }
    if (typeof real !== 'function') return this.#make(real);
    let adapter = this.#throughs.get(real);
    if (!adapter) {
      adapter = this.#make(real);
      this.#throughs.set(real, adapter);
    }
    return adapter;
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
    return Object.assign(adapter, { [behind]: { choice, isThrough: true } });
  }

  #carry(choice: AdapterChoice, config: Marked): Promise<AxiosResponse> {
    const gateway = this.#gateway;
    const sender = this.#sender(choice, config);
    if (this.#isOpen || !sender.isKnown || config[inside] === gateway) return sender.adapter(config);
    const options = callOptions(config.exchange);
    const call = new AxiosCall(this.#way, sender, config, options, gateway.mode === 'observe');
    // Axios's own come back to nobody.
    if (sender.isPlatform) return gateway.run(call).then(handOn);
    config[inside] = gateway;
    return gateway
      .run(call)
      .finally(() => delete config[inside])
      .then(handOn);
  }

  #sender(choice: AdapterChoice, config: Config): Sender {
    return this.#way.copy.sender(unwrapped(choice), config);
  }
}

/** Of an instance that `create()` made of an attached one, what stands in its defaults is ours too. */
function unwrapped(choice: AdapterChoice): AdapterChoice {
  return isOurs(choice) && !choice[behind].isThrough ? unwrapped(choice[behind].choice) : choice;
}

function isOurs(choice: AdapterChoice): choice is OurAdapter {
  return typeof choice === 'function' && behind in choice;
}

function handOn(answer: Answer): AxiosResponse {
  // Good for the exchange, but not for the caller's `validateStatus`: rejects as it would without us.
  if (answer.refusal !== undefined) throw answer.refusal;
  return answer.native as AxiosResponse;
}
