// The body of a fetch request: copied, and with its text where it has one.
import { isArrayBuffer } from '../../answers/is-array-buffer.ts';
import { decodeUtf8, unsignableSentence } from '../request-body.ts';

type GivenBody = RequestInit['body'];

/** A body, and what is known of it before it is sent. */
export interface BodyContent {
  readonly body: GivenBody | undefined;
  /** Its text; undefined where it has none, or where it can be read only once. */
  readonly text: string | undefined;
  /** The content type that a platform gives it by itself, which a text in its place would lose. */
  readonly type: string | undefined;
}

/** In bytes: what is larger is a file, and no order. */
const textLimit = 1_000_000;

const none: BodyContent = { body: undefined, text: undefined, type: undefined };

/** Reads what can be read of a body, and copies what its caller can change. A promise for blobs and forms. */
export function readBody(body: GivenBody | undefined): BodyContent | Promise<BodyContent> {
  if (body === undefined || body === null) return none;
  if (typeof body === 'string') return { body, text: body, type: undefined };
  if (body instanceof URLSearchParams) {
    const copy = new URLSearchParams(body);
    return { body: copy, text: String(copy), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (isArrayBuffer(body) || ArrayBuffer.isView(body)) {
    const copy = copyOf(body);
    return copy ? { body: copy, text: decodeUtf8(copy), type: undefined } : { ...none, body };
  }
  if (typeof Blob === 'function' && body instanceof Blob) return readBlob(body);
  if (typeof FormData === 'function' && body instanceof FormData) return readForm(copyOfForm(body));
  return { body, text: undefined, type: undefined };
}

/** Undefined for shared and for detached memory: the client says itself what it makes of these. */
function copyOf(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer | undefined {
  try {
    if (isArrayBuffer(bytes)) return bytes.slice(0);
    const { buffer, byteOffset, byteLength } = bytes;
    return isArrayBuffer(buffer) ? buffer.slice(byteOffset, byteOffset + byteLength) : undefined;
  } catch {
    return undefined;
  }
}

function copyOfForm(form: FormData): FormData {
  const copy = new FormData();
  for (const [name, value] of form) {
    if (typeof value === 'string') copy.append(name, value);
    else copy.append(name, value, value.name);
  }
  return copy;
}

async function readBlob(body: Blob): Promise<BodyContent> {
  const text = body.size > textLimit ? undefined : decodeUtf8(await body.arrayBuffer());
  return { body, text, type: body.type === '' ? undefined : body.type };
}

/** A form gets another boundary each time that it is written, so the text takes its place where it was signed. */
async function readForm(body: FormData): Promise<BodyContent> {
  let size = 0;
  for (const value of body.values()) size += typeof value === 'string' ? value.length : value.size;
  if (size > textLimit) return { body, text: undefined, type: undefined };
  const written = new Response(body);
  const type = written.headers.get('content-type') ?? undefined;
  return { body, text: decodeUtf8(await written.arrayBuffer()), type };
}

/** Why a body cannot be given to `sign`; undefined where it can. A stream is sent once, as it is, and never looked into. */
export function unsignable({ body, text }: BodyContent, isStream: boolean): string | undefined {
  if (body === undefined || body === null || text !== undefined || isStream) return undefined;
  const kind: unknown = Reflect.get(Object(body), Symbol.toStringTag);
  const what =
    isArrayBuffer(body) || ArrayBuffer.isView(body)
      ? 'bytes that are no UTF-8 text'
      : `a ${typeof kind === 'string' ? kind : typeof body} whose text is not known before it is sent`;
  return unsignableSentence('body', what);
}
