import type { CcxtClient } from './client.ts';

/** Members of an instance that stand in the place of its own. */
export type Members = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Marks an instance that goes through a gateway, whatever its user put around it since. */
const attached: unique symbol = Symbol('exchange-interceptors.attached');

/**
 * Puts members of ours onto an instance, once.
 * @param make makes them; they ask whether they still count, for somebody may have wrapped them
 * @returns takes off what is still ours, and nothing else; called again it does nothing.
 * @throws {TypeError} for an instance that has such members.
 */
export function attach(instance: CcxtClient, make: (isOn: () => boolean) => Members): () => void {
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

/** @returns puts back what was there, unless something else is there by now. */
function put(instance: CcxtClient, name: string | symbol, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(instance, name);
  Object.defineProperty(instance, name, { value, configurable: true, writable: true, enumerable: false });
  return () => {
    if (Reflect.get(instance, name) !== value) return;
    if (before) Object.defineProperty(instance, name, before);
    else Reflect.deleteProperty(instance, name);
  };
}

/** Whether nobody put a `fetch2` of his own in the place of ccxt's, on the instance or in a class derived from ccxt's. */
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
