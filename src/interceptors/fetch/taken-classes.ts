// Which classes of `Request` a fetch takes as they are; one of any other class is sent by its parts.

/** By prototype, as far as it is known. */
export type TakenClasses = WeakMap<object, boolean>;

/**
 * Whether a `Request` may stand beside a body that replaces its own. Asked before anything is sent: polyfills refuse one whose
 * body was read, and the platform does not.
 */
export function isTaken(request: Request, taken: TakenClasses): boolean {
  const kind = kindOf(request);
  const known = taken.get(kind);
  if (known !== undefined || !request.bodyUsed) return known ?? true;
  const mayStand = isConstructed(request);
  taken.set(kind, mayStand);
  return mayStand;
}

function isConstructed(request: Request): boolean {
  try {
    makeLike(request, request, { method: 'POST', body: '' });
    return true;
  } catch {
    return false;
  }
}

/** What all of its class share. */
export function kindOf(request: Request): object {
  const prototype: object | null = Object.getPrototypeOf(request);
  return prototype ?? request;
}

/**
 * Another `Request` of the same kind: of the platform's own class for one of a subclass, which may take other arguments.
 * @throws what the class says of a request that cannot be made
 */
export function makeLike(request: Request, input: string | URL | Request, init?: RequestInit): Request {
  const type = request.constructor;
  return Reflect.construct(request instanceof Request ? Request : type, [input, init]);
}
