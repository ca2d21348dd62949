// Puts members of ours onto a ccxt instance, and takes them off again.
import type { CcxtClient } from './shape.ts';

/** Overrides that replace those of an instance. */
export type Overrides = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Marks an instance that goes through a gateway, also where its user wrapped our members since. */
const attached: unique symbol = Symbol('exchange-interceptors.attached');

/**
 * @param make makes the members; they ask `isOn`, since a wrapper of the user's may call them after they were taken off.
 * @returns a function that takes off what is still ours, and nothing else; called again it does nothing.
 * @throws {TypeError} for an instance that is attached already.
 */
export function attach(instance: CcxtClient, make: (isOn: () => boolean) => Overrides): () => void {
  if (Object.hasOwn(instance, attached)) {
    throw new TypeError(
      'throttleCcxt: the instance is attached already: it goes through a gateway already, and takes one at a time. Undo that first.',
    );
  }
  let isOn = true;
  const made = Object.entries(make(() => isOn)).map(([name, value]) => put(instance, name, value));
  const unmark = put(instance, attached, true);
  return () => {
    if (!isOn) return;
    isOn = false;
    for (const undo of made) undo();
    unmark();
  };
}

/** @returns a function that puts back what was there, unless something else is there by now. */
function put(instance: CcxtClient, name: string | symbol, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(instance, name);
  Object.defineProperty(instance, name, { value, configurable: true, writable: true, enumerable: false });
  return () => {
    if (Reflect.get(instance, name) !== value) return;
    if (before) Object.defineProperty(instance, name, before);
    else Reflect.deleteProperty(instance, name);
  };
}

/** Whether `fetch2` is ccxt's own: neither the instance nor a class derived from ccxt's overrides it. */
export function isOwnFetch2(instance: CcxtClient): boolean {
  let own: unknown;
  for (
    let link: unknown = instance;
    typeof link === 'object' && link !== null;
    link = Object.getPrototypeOf(link)
  ) {
    if (Object.hasOwn(link, 'fetch2')) own = Reflect.get(link, 'fetch2');
  }
  return own === instance.fetch2;
}
