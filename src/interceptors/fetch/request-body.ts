type GivenBody = RequestInit['body'];

/** A body, and what is known of it before it is sent. */
export interface Content {
  readonly body: GivenBody | undefined;
  /** Its text; undefined where it has none, or where nobody may look. */
  readonly text: string | undefined;
  /** The content type that a platform gives it by itself, which a text in its place would lose. */
  readonly type: string | undefined;
}

/** What is larger is a file, and nobody's order. */
const mostBytes = 1_000_000;

const none: Content = { body: undefined, text: undefined, type: undefined };

/** Reads what can be read of a body, and copies what its caller can change. Not at once for blobs and forms, which tell their bytes later. */
export function contentOf(body: GivenBody | undefined): Content | Promise<Content> {
  if (body === undefined || body === null) return none;
  if (typeof body === 'string') return { body, text: body, type: undefined };
  if (body instanceof URLSearchParams) {
    const copy = new URLSearchParams(body);
    return { body: copy, text: String(copy), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
    const copy = copyOf(body);
    return copy ? { body: copy, text: textOf(copy), type: undefined } : { ...none, body };
  }
  if (typeof Blob === 'function' && body instanceof Blob) return ofBlob(body);
  if (typeof FormData === 'function' && body instanceof FormData) return ofForm(copyOfForm(body));
  return { body, text: undefined, type: undefined };
}

/** Undefined for shared memory, which no fetch takes. */
function copyOf(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer | undefined {
  if (bytes instanceof ArrayBuffer) return bytes.slice(0);
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer ? buffer.slice(byteOffset, byteOffset + byteLength) : undefined;
}

function copyOfForm(form: FormData): FormData {
  const copy = new FormData();
  for (const [name, value] of form) {
    if (typeof value === 'string') copy.append(name, value);
    else copy.append(name, value, value.name);
  }
  return copy;
}

/** Undefined for bytes that are no text: what is signed has to be what is sent. */
export function textOf(bytes: ArrayBuffer | ArrayBufferView): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function ofBlob(body: Blob): Promise<Content> {
  const text = body.size > mostBytes ? undefined : textOf(await body.arrayBuffer());
  return { body, text, type: body.type === '' ? undefined : body.type };
}

/** A form gets another boundary each time that it is written, so the text takes its place where it was signed. */
async function ofForm(body: FormData): Promise<Content> {
  let size = 0;
  for (const value of body.values()) size += typeof value === 'string' ? value.length : value.size;
  if (size > mostBytes) return { body, text: undefined, type: undefined };
  const written = new Response(body);
  const type = written.headers.get('content-type') ?? undefined;
  return { body, text: textOf(await written.arrayBuffer()), type };
}

/** Why a body cannot be given to `sign`. A stream is sent once, as it is, and never looked into. */
export function unsignable({ body, text }: Content, isStream: boolean): string | undefined {
  if (body === undefined || body === null || text !== undefined || isStream) return undefined;
  const kind: unknown = Reflect.get(Object(body), Symbol.toStringTag);
  const what =
    body instanceof ArrayBuffer || ArrayBuffer.isView(body)
      ? 'bytes that are no UTF-8 text'
      : `a ${typeof kind === 'string' ? kind : typeof body} whose text is not known before it is sent`;
  return `\`body\` is ${what}, so it cannot be signed: send text, or sign it yourself and set \`exchange.signed\` to false.`;
}
