/** What somebody pasted, taken apart as an HTTP answer. */
export interface PastedAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const none: PastedAnswer['headers'] = {};

/** Reads a body, the output of `curl -i`, a status, or a log line that holds JSON; undefined for words and codes. */
export function readPasted(pasted: string): PastedAnswer | undefined {
  const text = unquoted(pasted.replaceAll('\r\n', '\n').trim());
  return head(text) ?? statusAlone(text) ?? bodyAlone(text);
}

/** Shells and JSON put quotes around. */
function unquoted(text: string): string {
  const wrapped = /^(['`])([\s\S]*)\1$/.exec(text)?.[2];
  if (wrapped !== undefined) return wrapped.trim();
  if (!text.startsWith('"') || !text.endsWith('"')) return text;
  try {
    const inner: unknown = JSON.parse(text);
    return typeof inner === 'string' ? inner.trim() : text;
  } catch {
    return text;
  }
}

/** Redirects and `100 Continue` leave several heads: the last one belongs to the body. */
function head(text: string): PastedAnswer | undefined {
  const isVerbose = /^< HTTP/m.test(text);
  const plain = isVerbose ? text.replace(/^[*>].*\n/gm, '').replace(/^<( |$)/gm, '') : text;
  const lines = plain.split('\n');
  const first = lines.findLastIndex((line) => /^HTTP\/[\d.]+ \d{3}\b/.test(line));
  const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(lines[first] ?? '')?.[1]);
  if (first === -1) return undefined;
  const rest = lines.slice(first + 1);
  const blank = rest.indexOf('');
  const headerLines = blank === -1 ? rest.filter((line) => /^[\w-]+:/.test(line)) : rest.slice(0, blank);
  const body = blank === -1 ? rest.filter((line) => !headerLines.includes(line)) : rest.slice(blank + 1);
  return { status, headers: Object.fromEntries(headerLines.map(header)), body: body.join('\n').trim() };
}

function header(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

/** `HTTP 503`, `status 400 {…}`, or axios's "Request failed with status code 429". */
function statusAlone(text: string): PastedAnswer | undefined {
  const [, digits, rest = ''] =
    /(?:^|\s)(?:http|status)(?: code)?[\s:]+([1-5]\d\d)\b[\s:,]*([\s\S]*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const inner = bodyAlone(rest);
  return { status: Number(digits), headers: none, body: inner?.body ?? '' };
}

function bodyAlone(text: string): PastedAnswer | undefined {
  const from = text.search(/[{[<]/);
  if (from === -1) return undefined;
  // Words with a bracket somewhere are words, unless what follows is whole JSON.
  const json = asJson(text.slice(from)) ?? asJson(text.slice(from, text.lastIndexOf('}') + 1));
  if (json !== undefined) return { status: undefined, headers: none, body: json };
  return from === 0 ? { status: undefined, headers: none, body: text } : undefined;
}

/** JSON as it is, or what a console prints of an object put into JSON. */
function asJson(text: string): string | undefined {
  const printed = text.replace(/'([^'\\]*)'/g, '"$1"').replace(/([{,]\s*)([A-Za-z_$][\w$]*)\s*:/g, '$1"$2":');
  return [text, printed].find((candidate) => {
    try {
      return typeof JSON.parse(candidate) === 'object';
    } catch {
      return false;
    }
  });
}
