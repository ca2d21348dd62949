/** A body that was read on the way, and what it says. */
interface Read {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly value: unknown;
}

/** What became of it. */
interface State {
  /** Gone when somebody has read it: a platform keeps a `Response` for long after that. */
  read: Read | undefined;
  stream: Response | undefined;
}

/**
 * Hands a `Response` on whose body was read, as if it had not been: same object, same `url`, `status` and headers; the
 * methods that read a body work from what was read, and `json()` gives the value that was parsed already.
 */
export class HandOn {
  readonly #states = new WeakMap<object, State>();
  /** One prototype per class of `Response`, so that `instanceof` stays true for whichever fetch it came from. */
  readonly #prototypes = new WeakMap<object, object>();

  handOn(response: Response, bytes: Uint8Array<ArrayBuffer>, value: unknown): Response {
    this.#states.set(response, { read: { bytes, value }, stream: undefined });
    const own: object = Object.getPrototypeOf(response);
    let prototype = this.#prototypes.get(own);
    if (!prototype) {
      prototype = this.#prototype(own);
      this.#prototypes.set(own, prototype);
    }
    return Object.setPrototypeOf(response, prototype);
  }

  #prototype(own: object): object {
    const stateOf = (response: object): State => {
      const state = this.#states.get(response);
      if (!state) throw new TypeError('Illegal invocation');
      return state;
    };
    const unused = ({ read, stream }: State): Read | undefined => (stream?.bodyUsed ? undefined : read);
    const take = (response: object): Read => {
      const state = stateOf(response);
      const read = unused(state);
      if (!read) throw new TypeError('Body is unusable: Body has already been read');
      state.read = undefined;
      return read;
    };
    const clone = (response: Response): Response => {
      const read = unused(stateOf(response));
      if (!read) throw new TypeError('Response.clone: Body has already been consumed.');
      const { status, statusText, headers, url, redirected, type } = response;
      const copy = new Response(null, { status, statusText, headers });
      for (const [name, value] of Object.entries({ url, redirected, type })) {
        Object.defineProperty(copy, name, { value });
      }
      // The parsed value is given away once: a second reader may not see the first one's changes.
      return this.handOn(copy, read.bytes, undefined);
    };
    const methods = readers(take, clone);
    const descriptors: PropertyDescriptorMap = {
      bodyUsed: {
        get(this: object): boolean {
          return unused(stateOf(this)) === undefined;
        },
      },
      body: {
        get(this: object): unknown {
          const state = stateOf(this);
          state.stream ??= new Response(state.read?.bytes ?? new Uint8Array());
          return state.stream.body;
        },
      },
    };
    for (const [name, value] of Object.entries(methods)) descriptors[name] = { value, writable: true };
    return Object.create(own, descriptors);
  }
}

type Take = (response: object) => Read;

function readers(take: Take, clone: (response: Response) => Response): Readonly<Record<string, unknown>> {
  const typed = (response: Response, bytes: Uint8Array<ArrayBuffer>): Response => {
    const type = response.headers.get('content-type');
    return new Response(bytes, type === null ? {} : { headers: { 'content-type': type } });
  };
  return {
    async json(this: Response): Promise<unknown> {
      const { bytes, value } = take(this);
      // What is no object is parsed again, for it may be text that is no JSON.
      return typeof value === 'object' && value !== null
        ? value
        : JSON.parse(new TextDecoder().decode(bytes));
    },
    async text(this: Response): Promise<string> {
      return new TextDecoder().decode(take(this).bytes);
    },
    async arrayBuffer(this: Response): Promise<ArrayBuffer> {
      const { bytes } = take(this);
      const { buffer } = bytes;
      return bytes.byteLength === buffer.byteLength ? buffer : bytes.slice().buffer;
    },
    async bytes(this: Response): Promise<Uint8Array> {
      return take(this).bytes;
    },
    async blob(this: Response): Promise<Blob> {
      return typed(this, take(this).bytes).blob();
    },
    async formData(this: Response): Promise<FormData> {
      return typed(this, take(this).bytes).formData();
    },
    clone(this: Response): Response {
      return clone(this);
    },
  };
}
