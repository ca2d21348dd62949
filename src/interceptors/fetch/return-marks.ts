const mark: unique symbol = Symbol('exchange-interceptors.call');

const carrier: unique symbol = Symbol('exchange-interceptors.carrier');

/** `init` of a request that a gateway carries already, for a fetch of the same gateway further down. */
export function carriedThrough(gateway: object, init: RequestInit): RequestInit {
  return Object.assign({ ...init }, { [carrier]: gateway });
}

/** Whether the gateway carries this request already: it is one call, and counts once. */
export function isCarriedThrough(gateway: object, init: object | undefined): boolean {
  return init !== undefined && init !== null && Reflect.get(init, carrier) === gateway;
}

/**
 * Knows a call of ours that comes back: where somebody wrapped our fetch and put that in the place of the global one, the
 * global one that we send by is around us. By what is handed down with the call, or by being called before it returned.
 */
export class ReturnMarks {
  #isInside = false;

  /** `init` for whoever is called next. Copies of it bear the mark too, and no platform reads it. */
  marked(init: RequestInit | undefined): RequestInit {
    return Object.assign({ ...init }, { [mark]: this });
  }

  /** Calls something that may call us before it returns. */
  enter<Value>(call: () => Value): Value {
    const was = this.#isInside;
    this.#isInside = true;
    try {
      return call();
    } finally {
      this.#isInside = was;
    }
  }

  isReturn(init: object | undefined): boolean {
    return this.#isInside || (init !== undefined && init !== null && Reflect.get(init, mark) === this);
  }
}
