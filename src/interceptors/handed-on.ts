/** What is known of a body that was read on the way. */
interface Read {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly value: unknown;
  /** The parsed value is given away once: a second reader may not see the first one's changes. */
  given: boolean;
  used: boolean;
  stream: Response | undefined;
}

/**
 * Hands a `Response` on whose body was read, as if it had not been: same object, same `url`, `status` and headers; the
 * methods that read a body work from what was read, and `json()` gives the value that was parsed already.
 */
export class HandOn {
  readonly #state = new WeakMap<object, Read>();
  /** One prototype per class of `Response`, so that `instanceof` stays true for whichever fetch it came from. */
  readonly #prototypes = new WeakMap<object, object>();

  handOn(response: Response, bytes: Uint8Array<ArrayBuffer>, value: unknown): Response {
    this.#state.set(response, { bytes, value, given: false, used: false, stream: undefined });
    const own: object = Object.getPrototypeOf(response);
    let prototype = this.#prototypes.get(own);
    if (!prototype) {
      prototype = this.#prototype(own);
      this.#prototypes.set(own, prototype);
    }
    return Object.setPrototypeOf(response, prototype);
  }

  #prototype(own: object): object {
    const readOf = (response: object): Read => {
      const read = this.#state.get(response);
      if (!read) throw new TypeError('Illegal invocation');
      return read;
    };
    const isUsed = (response: object): boolean => {
      const { used, stream } = readOf(response);
      return used || stream?.bodyUsed === true;
    };
    const take = async (response: object): Promise<Read> => {
      if (isUsed(response)) throw new TypeError('Body is unusable: Body has already been read');
      const read = readOf(response);
      read.used = true;
      return read;
    };
    const clone = (response: Response): Response => {
      if (isUsed(response)) throw new TypeError('Response.clone: Body has already been consumed.');
      const { bytes } = readOf(response);
      const { status, statusText, headers, url, redirected, type } = response;
      const copy = new Response(null, { status, statusText, headers });
      for (const [name, value] of Object.entries({ url, redirected, type })) {
        Object.defineProperty(copy, name, { value });
      }
      return this.handOn(copy, bytes, undefined);
    };
    const methods = readers(take, clone);
    const descriptors: PropertyDescriptorMap = {
      bodyUsed: {
        get(this: object): boolean {
          return isUsed(this);
        },
      },
      body: {
        get(this: object): unknown {
          const read = readOf(this);
          read.stream ??= new Response(read.bytes);
          return read.stream.body;
        },
      },
    };
    for (const [name, value] of Object.entries(methods)) descriptors[name] = { value, writable: true };
    return Object.create(own, descriptors);
  }
}

type Take = (response: object) => Promise<Read>;

function readers(take: Take, clone: (response: Response) => Response): Readonly<Record<string, unknown>> {
  const typed = (response: Response, bytes: Uint8Array<ArrayBuffer>): Response => {
    const type = response.headers.get('content-type');
    return new Response(bytes, type === null ? {} : { headers: { 'content-type': type } });
  };
  return {
    async json(this: Response): Promise<unknown> {
      const read = await take(this);
      if (read.given || typeof read.value !== 'object' || read.value === null) {
        return JSON.parse(new TextDecoder().decode(read.bytes));
      }
      read.given = true;
      return read.value;
    },
    async text(this: Response): Promise<string> {
      return new TextDecoder().decode((await take(this)).bytes);
    },
    async arrayBuffer(this: Response): Promise<ArrayBuffer> {
      const { bytes } = await take(this);
      const { buffer } = bytes;
      return bytes.byteLength === buffer.byteLength ? buffer : bytes.slice().buffer;
    },
    async bytes(this: Response): Promise<Uint8Array> {
      return (await take(this)).bytes;
    },
    async blob(this: Response): Promise<Blob> {
      return typed(this, (await take(this)).bytes).blob();
    },
    async formData(this: Response): Promise<FormData> {
      return typed(this, (await take(this)).bytes).formData();
    },
    clone(this: Response): Response {
      return clone(this);
    },
  };
}
