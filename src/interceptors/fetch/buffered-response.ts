// The `Response` that is handed on in place of one whose body was read.

/** What cannot be passed to a platform's `Response` when it is made. */
interface Origin {
  readonly from: Response;
  /** The parsed body, given to one reader; undefined where it has to be parsed again. */
  value: unknown;
}

type ResponseClass = abstract new () => Response;

/** What `Reflect.construct` takes for the class of what it makes. */
interface BufferedClass {
  (): void;
  readonly prototype: object;
}

/**
 * Makes a fresh `Response` of the same class, whose body is what was read, so that a platform takes it as it takes the
 * original. It has the same `url`, `redirected` and `type`, and its `json()` gives the value that was parsed already.
 */
export class BufferedResponses {
  readonly #origins = new WeakMap<object, Origin>();
  /** One class over each class of `Response`, so that `instanceof` stays true for whichever fetch it came from. */
  readonly #classes = new WeakMap<object, BufferedClass>();

  /** The `Response` to hand on for one whose body was `bytes`, which say `value`. */
  make(response: Response, bytes: Uint8Array<ArrayBuffer>, value: unknown): Response {
    const { status, statusText, headers } = response;
    // There was nothing to read; and a platform makes no 204 with a body.
    if (response.body === null) return response;
    const content = nodeStream(response, [bytes]) ?? bytes;
    const made = this.#construct(response, content, { status, statusText, headers });
    if (!made) return inPlace(response, bytes);
    this.#origins.set(made, { from: response, value });
    return made;
  }

  /** One whose body ends in an error, as that of the original did. */
  broken(response: Response, error: unknown): Response {
    const { status, statusText, headers } = response;
    const body =
      nodeStream(response, failing(error)) ??
      new ReadableStream({ start: (controller) => controller.error(error) });
    const made = this.#construct(response, body, { status, statusText, headers });
    if (!made) return response;
    this.#origins.set(made, { from: response, value: undefined });
    return made;
  }

  /** Undefined where the class of `response` cannot be constructed of such parts. */
  #construct(response: Response, body: object, init: ResponseInit): Response | undefined {
    const type = classOf(response);
    if (!type) return undefined;
    const ours = this.#classOver(type);
    const made = construct(type, ours, body, init);
    // A function that returns an object of its own pays no heed to the class that it is called for.
    if (made && Object.getPrototypeOf(made) !== ours.prototype) Object.setPrototypeOf(made, ours.prototype);
    return made;
  }

  #classOver(type: object): BufferedClass {
    const known = this.#classes.get(type);
    if (known) return known;
    const made: BufferedClass = Object.assign(function buffered() {}, {
      prototype: this.#prototypeOver(Reflect.get(type, 'prototype')),
    });
    this.#classes.set(type, made);
    return made;
  }

  /** The prototype for responses of the class whose own prototype is `own`: it inherits everything but five members. */
  #prototypeOver(own: object): object {
    const json = (response: Response): unknown => this.#json(response, own);
    const clone = (response: Response): Response => this.#clone(response, own);
    const original = (name: 'url' | 'redirected' | 'type'): PropertyDescriptor => {
      const read = (response: object): unknown => this.#originOf(response).from[name];
      return {
        get(this: object): unknown {
          return read(this);
        },
      };
    };
    return Object.create(own, {
      url: original('url'),
      redirected: original('redirected'),
      type: original('type'),
      json: {
        writable: true,
        async value(this: Response): Promise<unknown> {
          return json(this);
        },
      },
      clone: {
        writable: true,
        value(this: Response): Response {
          return clone(this);
        },
      },
    });
  }

  /** @throws {TypeError} as a platform's own members do on another object */
  #originOf(response: object): Origin {
    const origin = this.#origins.get(response);
    if (!origin) throw new TypeError('Illegal invocation');
    return origin;
  }

  #json(response: Response, own: object): unknown {
    const origin = this.#origins.get(response);
    const value = origin?.value;
    // What is no object is parsed again, for it may be text that is no JSON.
    if (!origin || typeof value !== 'object' || value === null) return inherited(own, 'json', response);
    const { body, bodyUsed } = response;
    // Node's streams have no way to say that they were read.
    if (bodyUsed || body?.locked || typeof body?.cancel !== 'function')
      return inherited(own, 'json', response);
    origin.value = undefined;
    // This reads the body: the platform refuses every later reader.
    void body.cancel();
    return value;
  }

  /** The parsed value is given to one reader: a second one must not see the first one's changes. */
  #clone(response: Response, own: object): Response {
    const clone = inherited(own, 'clone', response) as Response;
    this.#origins.set(clone, { from: this.#originOf(response).from, value: undefined });
    return Object.setPrototypeOf(clone, Object.getPrototypeOf(response));
  }
}

/** One for all: it knows responses by themselves, for as long as they live, and nothing of who sent what. */
export const bufferedResponses: BufferedResponses = new BufferedResponses();

/** A stream of Node's, where the bodies of this class are such, as node-fetch's are; undefined for every other class. */
function nodeStream(response: Response, pieces: Iterable<Uint8Array>): object | undefined {
  if (typeof Reflect.get(Object(response.body), 'pipe') !== 'function') return undefined;
  const node = globalThis.process?.getBuiltinModule?.('node:stream');
  return node?.Readable.from(pieces, { objectMode: false });
}

// biome-ignore lint/correctness/useYield: it fails before its first piece.
function* failing(error: unknown): Generator<Uint8Array> {
  throw error;
}

function inherited(own: object, name: 'json' | 'clone', response: Response): unknown {
  const method: unknown = Reflect.get(own, name);
  return typeof method === 'function' ? Reflect.apply(method, response, []) : undefined;
}

/** What makes another one like it; undefined where nothing is known to. */
function classOf(response: Response): ResponseClass | undefined {
  // A subclass may want other arguments.
  if (response instanceof Response) return Response;
  const own: unknown = Reflect.get(response, 'constructor');
  const isOne = typeof Reflect.get(response, 'clone') === 'function' && typeof own === 'function';
  return isOne ? (own as ResponseClass) : undefined;
}

/** Undefined where it cannot be constructed of such parts. */
function construct(
  type: ResponseClass,
  made: BufferedClass,
  body: object,
  init: ResponseInit,
): Response | undefined {
  const { status = 200 } = init;
  try {
    if (status >= 200 && status <= 599) return Reflect.construct(type, [body, init], made);
    // Exchanges send such statuses, and fetch reads them, but no platform constructs one.
    const one: Response = Reflect.construct(type, [body, { ...init, status: 200 }], made);
    const outOfRange = { status: { value: status }, ok: { value: false } };
    return Object.defineProperties(one, outOfRange);
  } catch {
    return undefined;
  }
}

/** For a class that cannot be constructed: the same object, whose methods read what was read. */
function inPlace(response: Response, bytes: Uint8Array<ArrayBuffer>): Response {
  let stand: Response | undefined;
  const standIn = (): Response => {
    stand ??= new Response(bytes);
    return stand;
  };
  const methods: PropertyDescriptorMap = {
    body: { configurable: true, get: () => standIn().body },
    bodyUsed: { configurable: true, get: () => stand?.bodyUsed ?? false },
  };
  for (const name of ['json', 'text', 'arrayBuffer', 'blob'] as const) {
    methods[name] = { configurable: true, writable: true, value: () => standIn()[name]() };
  }
  return Object.defineProperties(response, methods);
}
