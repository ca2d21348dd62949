// Keeps the listeners of a gateway and calls them.
import type { EventName, GatewayEvents, Listener } from './gateway-events.ts';
import { bad } from './options/check-value.ts';
import { suggest } from './options/suggest.ts';

type Listeners = { [Name in EventName]?: Set<Listener<Name>> };

/** Every event: a name that is missing here does not compile. */
export const eventNames: Readonly<Record<EventName, true>> = {
  call: true,
  sent: true,
  attempt: true,
  settled: true,
  retry: true,
  throttled: true,
  paused: true,
  clock: true,
  reconcile: true,
  giveUp: true,
  unlisted: true,
  observed: true,
  foreign: true,
  redis: true,
  mismatch: true,
  breaker: true,
};

/**
 * Runs what a call does outside the library (its request, its signature, a look-up of the caller's) within a context, such
 * as that of tracing. Calls `work` at once and once; what it returns or throws is of no account.
 */
export type Around = (call: number, work: () => void) => void;

const eventsOf = new WeakMap<object, Events>();

/**
 * Has what the calls of a gateway do outside the library run within a context.
 * @returns its undo. What `createGateway` did not make is left alone.
 */
export function wrapCalls(gateway: object, around: Around): () => void {
  return eventsOf.get(gateway)?.wrap(around) ?? ignore;
}

/** Listeners by name. One that throws, or rejects, harms nothing. */
export class Events {
  /** Undefined until somebody listens: most gateways of many have no listener. */
  #listeners: Listeners | undefined;

  #around: Set<Around> | undefined;

  /** @throws {TypeError} for a name that is none. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    if (!Object.hasOwn(eventNames, name)) throw noEvent(String(name).slice(0, 40), Object.keys(eventNames));
    if (typeof listener !== 'function') throw bad('gateway.on listener', listener, 'a function');
    // Wrapped, so that the same function added twice is two listeners with two undos.
    const { isWanted } = listener;
    const own: Listener<Name> = Object.assign(
      (event: GatewayEvents[Name]) => listener(event),
      isWanted && { isWanted: safely(isWanted) },
    );
    const listeners = this.#listenersOf(name);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }

  /** Those that `wrapCalls` finds by it. */
  belongTo(gateway: object): void {
    eventsOf.set(gateway, this);
  }

  /** @returns its undo. */
  wrap(around: Around): () => void {
    const own: Around = (call, work) => around(call, work);
    this.#around ??= new Set();
    this.#around.add(own);
    return () => {
      this.#around?.delete(own);
    };
  }

  /** Does `work` within all that wraps it: once, whatever they do. */
  within<Result>(call: number, work: () => Result): Result {
    if (!this.#around?.size) return work();
    const ends: (() => Result)[] = [];
    const once = (): void => {
      if (ends.length === 0) ends.push(endOf(work));
    };
    const wrapped = [...this.#around].reduce<() => void>(
      (inner, around) => () => callListener(() => around(call, inner)),
      once,
    );
    wrapped();
    once();
    const [end = work] = ends;
    return end();
  }

  /** Whether building the event is worth while. */
  has(name: EventName): boolean {
    const listeners = this.#listeners?.[name];
    if (!listeners) return false;
    for (const { isWanted } of listeners) if (!isWanted || isWanted()) return true;
    return false;
  }

  emit<Name extends EventName>(name: Name, event: GatewayEvents[Name]): void {
    for (const listener of this.#listeners?.[name] ?? []) callListener(() => listener(event));
  }

  #listenersOf<Name extends EventName>(name: Name): Set<Listener<Name>> {
    this.#listeners ??= {};
    const known: Set<Listener<Name>> | undefined = this.#listeners[name];
    if (known) return known;
    const made = new Set<Listener<Name>>();
    Object.assign(this.#listeners, { [name]: made });
    return made;
  }
}

/**
 * Calls code of the caller's that only listens: what it throws, or what a promise of it rejects with, harms no call. Code
 * that answers is called elsewhere: bounded by `untilCancelled`, its answer checked where it is used.
 */
export function callListener(listener: () => unknown): void {
  try {
    void Promise.resolve(listener()).catch(ignore);
  } catch {
    // A listener's fault is not the call's.
  }
}

/** Does it. @returns what returns or throws as it did */
function endOf<Result>(work: () => Result): () => Result {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function ignore(): void {}

/** One that cannot say wants everything. */
function safely(isWanted: () => boolean): () => boolean {
  return () => {
    try {
      return isWanted();
    } catch {
      return true;
    }
  };
}

function noEvent(name: string, known: readonly string[]): TypeError {
  const [near] = suggest(name, known);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  return new TypeError(`gateway.on: there is no event '${name}'.${hint}`);
}
