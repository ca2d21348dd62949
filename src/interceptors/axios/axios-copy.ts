// The copy of axios that an instance comes from: its adapters, its classes, its way to write an address.
import type { AxiosAdapter, AxiosInstance, CanceledError, InternalAxiosRequestConfig as Config } from 'axios';
import { noBase } from '../../transport/call.ts';
import { messageOfReason } from './adapter-result.ts';
import { joinBase } from './describe-request.ts';
import { foreignAdapter, instanceAdapter } from './foreign-adapter.ts';

type AxiosModule = typeof import('axios');
type Canceled = new (message?: string, config?: Config) => object;
/** What `config.adapter` takes: a function, a name, a list of both. */
export type AdapterChoice = AxiosInstance['defaults']['adapter'];

/** Which adapter sends. */
export interface Sender {
  readonly adapter: AxiosAdapter;
  /** Whether the adapter is axios's own, on a real socket, which an abort has to free. */
  readonly isPlatform: boolean;
  /** Whether it is axios's own that uses fetch. */
  readonly isFetch: boolean;
  /** Whether there is such an adapter; else axios says so when it is called. */
  readonly isKnown: boolean;
}

const names: ReadonlySet<string> = new Set(['xhr', 'http', 'fetch']);
/** What axios chooses from where `config.adapter` is not set. */
const defaultAdapters: NonNullable<AdapterChoice> = ['xhr', 'http', 'fetch'];
const unavailable =
  'To send, axios itself is needed: the package `axios` could not be loaded, and no instance of it is at hand.';

/** The class of errors of each copy that was used, by its class of headers. */
const canceledErrors = new WeakMap<object, Canceled>();

/**
 * The copy of axios that an instance comes from. A process may hold several (`import` and `require` are two, an SDK may
 * bring a third), whose classes do not know each other: so its classes are taken from what the instance itself makes, and
 * its adapters are called by the instance.
 */
export class AxiosCopy {
  /** `create` of the instance as it was when it was attached; undefined where there is none, or no need of it. */
  readonly #create: AxiosInstance['create'] | undefined;
  #made: { readonly plain: AxiosInstance | undefined } | undefined;
  readonly #module: AxiosModule | undefined;
  readonly #instance: AxiosInstance | undefined;
  #imported: AxiosModule | undefined;
  #importing: Promise<AxiosModule | undefined> | undefined;
  #CanceledError: Canceled | undefined;
  #learning: Promise<void> | undefined;
  #isReady = false;

  constructor(instance: AxiosInstance | undefined) {
    this.#instance = instance;
    this.#module = instance && isModule(instance) ? instance : undefined;
    this.#create = instance && !this.#module ? instance.create : undefined;
    this.#CanceledError = this.#module?.CanceledError;
    this.#isReady = this.#module !== undefined;
  }

  /** An instance of the same copy that has no interceptors, transforms and defaults of the caller's. Made where it is needed. */
  get #plain(): AxiosInstance | undefined {
    this.#made ??= { plain: plainCopy(this.#instance, this.#create) };
    return this.#made.plain;
  }

  /** Whether a call with this config needs nothing but what is known, so that it need not wait for `ready`. */
  isReadyFor(choice: AdapterChoice, { params, headers }: Config): boolean {
    if (this.#isReady) return true;
    if (this.#create) {
      // Another instance of its copy was used before.
      this.#CanceledError = canceledErrors.get(headers?.constructor);
      this.#isReady = this.#CanceledError !== undefined;
      if (this.#isReady) return true;
    }
    return typeof choice === 'function' && params === undefined && !this.#plain;
  }

  /** Resolves when all is known: where there is an instance, within the same turn of the event loop. */
  ready(): Promise<void> {
    this.#learning ??= this.#learn();
    return this.#learning;
  }

  /** The address with its query, as this copy writes it. @throws for what is no address */
  getUri(config: Config): string {
    const instance = this.#instance ?? this.#imported?.default;
    if (instance) return instance.getUri(config);
    if (config.params !== undefined) throw new Error(unavailable);
    return joinBase(config);
  }

  /**
   * Which adapter sends a call with this config.
   * @throws what axios throws where no adapter fits
   */
  sender(choice: AdapterChoice, config: Config): Sender {
    if (typeof choice === 'function')
      return { adapter: choice, isPlatform: false, isFetch: false, isKnown: true };
    const module = this.#module ?? this.#sameCopy(config);
    if (module) {
      // The types lack the second argument, by which axios finds a fetch of the caller's in `config.env`.
      const resolve: (choice: AdapterChoice, config: object) => AxiosAdapter = module.getAdapter;
      const found = resolve(choice ?? defaultAdapters, config);
      const isPlatform = !isIn(choice, found);
      // Made for each call's own fetch, in newer copies, it has no name.
      const isFetch = isPlatform && ['fetch', undefined].includes(Reflect.get(found, 'adapterName'));
      const isOther = isPlatform && module.AxiosHeaders !== config.headers.constructor;
      const adapter = isOther ? foreignAdapter(module, found) : found;
      return { adapter, isPlatform, isFetch, isKnown: true };
    }
    if (!this.#plain) throw new Error(unavailable);
    const first = Array.isArray(choice) ? choice[0] : (choice ?? 'http');
    const isKnown = typeof first === 'function' || names.has(String(first).toLowerCase());
    const adapter = instanceAdapter(this.#plain, choice ?? defaultAdapters);
    return { adapter, isPlatform: !hasFunction(choice), isFetch: first === 'fetch', isKnown };
  }

  /** An error that this copy takes for its own. `reason`: of the abort, which may be its message. */
  canceled(reason: unknown, config: Config): object {
    const message = messageOfReason(reason);
    if (this.#CanceledError) return new this.#CanceledError(message, config);
    const fields = { name: 'CanceledError', code: 'ERR_CANCELED', __CANCEL__: true, isAxiosError: true };
    return Object.assign(new Error(message ?? 'canceled'), { ...fields, config });
  }

  /** The module that `import` gives, if there is one: in a `try`, by which bundlers know that it may be missing. */
  load(): Promise<AxiosModule | undefined> {
    this.#importing ??= (async () => {
      try {
        this.#imported = await import('axios');
      } catch {
        // Then the instance has to do everything itself.
      }
      return this.#imported;
    })();
    return this.#importing;
  }

  /** The module that `import` gives, where it is the caller's own copy: it saves what a call by the instance costs. */
  #sameCopy({ headers }: Config): AxiosModule | undefined {
    if (!this.#importing) void this.load();
    const imported = this.#imported;
    if (imported?.AxiosHeaders === headers?.constructor) return imported;
    return this.#plain ? undefined : imported;
  }

  /** A request that is cancelled already rejects with this copy's own class of error, before anything is sent. */
  async #learn(): Promise<void> {
    const cancelled = new AbortController();
    cancelled.abort();
    const error: unknown = await this.#plain
      ?.request({ url: noBase, headers: {}, signal: cancelled.signal })
      .catch((reason: unknown) => reason);
    if (isCanceled(error)) {
      this.#CanceledError = error.constructor as Canceled;
      if (error.config) canceledErrors.set(error.config.headers.constructor, this.#CanceledError);
    }
    if (!this.#plain) this.#CanceledError = (await this.load())?.CanceledError;
    this.#isReady = true;
  }
}

function plainCopy(
  instance: AxiosInstance | undefined,
  create: AxiosInstance['create'] | undefined,
): AxiosInstance | undefined {
  if (typeof create !== 'function') return undefined;
  const plain: unknown = Reflect.apply(create, instance, []);
  if (typeof plain !== 'function' || !('defaults' in plain) || typeof plain.defaults !== 'object')
    return undefined;
  for (const name of Object.keys(plain.defaults ?? {})) Reflect.deleteProperty(plain.defaults ?? {}, name);
  const made = plain as AxiosInstance;
  // A `create` of the caller's may add interceptors to all that it makes, and attach it as well.
  made.interceptors.request.clear();
  made.interceptors.response.clear();
  return made;
}

function isModule(instance: object): instance is AxiosModule & AxiosInstance {
  return ['getAdapter', 'AxiosHeaders', 'CanceledError'].every(
    (name) => typeof Reflect.get(instance, name) === 'function',
  );
}

function isCanceled(error: unknown): error is CanceledError<unknown> {
  return typeof error === 'object' && error !== null && Reflect.get(error, '__CANCEL__') === true;
}

function isIn(choice: AdapterChoice, adapter: AxiosAdapter): boolean {
  return Array.isArray(choice) && choice.some((one) => one === adapter);
}

function hasFunction(choice: AdapterChoice): boolean {
  return Array.isArray(choice) && choice.some((one) => typeof one === 'function');
}
