// Recognises a call that is in a gateway's hands already, so that it is one call and counts once.

const guardKey: unique symbol = Symbol('exchange-interceptors.call');

const gatewayKey: unique symbol = Symbol('exchange-interceptors.carrier');

/** `init` of a request that `gateway` carries already, for a fetch of the same gateway that gets it. */
export function carriedThrough(gateway: object, init: RequestInit | undefined): RequestInit {
  const carried = { ...init, [gatewayKey]: gateway };
  return carried;
}

/** Whether `gateway` carries this request already. */
export function isCarriedThrough(gateway: object, init: object | undefined): boolean {
  return init !== undefined && init !== null && Reflect.get(init, gatewayKey) === gateway;
}

/**
 * Recognises a call of one intercepted fetch that comes back to it: where a caller wrapped our fetch and replaced the global
 * one by that, the global fetch that we send by leads to us again. A call is known by the mark in its `init`, or by being
 * made before `enter` returned.
 */
export class ReentryGuard {
  #isInside = false;

  /** `init` for the next fetch. Copies of it have the mark too, and no platform reads it. */
  mark(init: RequestInit | undefined): RequestInit {
    return Object.assign({ ...init }, { [guardKey]: this });
  }

  /** Calls a function that may call us before it returns. */
  enter<Value>(call: () => Value): Value {
    const was = this.#isInside;
    this.#isInside = true;
    try {
      return call();
    } finally {
      this.#isInside = was;
    }
  }

  isReentry(init: object | undefined): boolean {
    return this.#isInside || (init !== undefined && init !== null && Reflect.get(init, guardKey) === this);
  }
}
