import type { Exchange, LookupRoute } from './exchange.ts';

/** What is known of an order that somebody asks about. */
export interface OrderReference {
  readonly clientOrderId: string;
  /** Path that the order was sent to: some exchanges ask elsewhere for another product. */
  readonly path?: string | undefined;
  /** The order's own body, or query, as text: look-ups may want its symbol. */
  readonly body?: string | undefined;
  readonly query?: string | undefined;
}

/** The request that asks for an order. */
export interface LookupRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Path of the order in a good answer; undefined: the whole answer. */
  readonly order: string | undefined;
}

/** Undefined where the exchange has no look-up, or the order lacks a field that it needs. */
export function lookupRequest(
  routes: readonly LookupRoute[],
  order: OrderReference,
): LookupRequest | undefined {
  const route = routes.find(({ when }) => when === undefined || order.path?.startsWith(when));
  if (!route) return undefined;
  const fields = fieldsOf(order);
  const path = fill(route.path, fields);
  const pairs = Object.entries(route.query ?? {}).map(
    ([name, value]) => [name, fill(value, fields)] as const,
  );
  if (path === undefined || pairs.some(([, value]) => value === undefined)) return undefined;
  const query = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return { method: route.method, path, query, order: route.order };
}

function fieldsOf(order: OrderReference): Readonly<Record<string, unknown>> {
  const body = parsed(order.body);
  const own = typeof body === 'object' && body !== null ? body : {};
  return {
    ...Object.fromEntries(new URLSearchParams(order.query ?? '')),
    ...own,
    clientOrderId: order.clientOrderId,
  };
}

/** Undefined as soon as one name has no value. */
function fill(template: string, fields: Readonly<Record<string, unknown>>): string | undefined {
  let complete = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name];
    if (typeof value !== 'string' && typeof value !== 'number') complete = false;
    return encodeURIComponent(String(value));
  });
  return complete ? filled : undefined;
}

/** Whether a body holds more than one order: then no look-up of one of them says what became of the rest. */
export function holdsSeveral(body: string | undefined): boolean {
  const value = parsed(body);
  const lists = Array.isArray(value) ? [value] : Object.values(Object(value));
  return lists.some((list: unknown) => Array.isArray(list) && list.length > 1 && typeof list[0] === 'object');
}

/** The client order id that a request carries, or undefined. */
export function readClientOrderId(exchange: Exchange, body: string | undefined): string | undefined {
  const value = exchange.clientOrderId && parsed(body);
  for (const field of exchange.clientOrderId?.fields ?? []) {
    const id = deep(value, field.split('.'));
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id);
  }
  return undefined;
}

/**
 * Puts a client order id into a JSON body, without touching its other text: numbers of 18 digits would not survive.
 * @throws {TypeError} where there is no place for it.
 */
export function withClientOrderId(
  exchange: Exchange,
  path: string,
  body: string | undefined,
  id: string,
): string {
  const rule = exchange.clientOrderId;
  const field = rule?.writes?.find(({ when }) => path.startsWith(when))?.field ?? rule?.fields[0];
  const value = parsed(body);
  if (field === undefined || body === undefined || typeof value !== 'object' || value === null) {
    throw new TypeError(
      '`exchange.clientOrderId: "auto"` takes a call with a JSON body, at an exchange that knows such ids.',
    );
  }
  if (holdsSeveral(body)) {
    throw new TypeError('`exchange.clientOrderId: "auto"` names one order; a batch has to name its own.');
  }
  const steps = field.split('.');
  const name = steps.pop() ?? field;
  const parent = deep(value, steps);
  const opening = steps.length === 0 ? /^\s*\{/ : new RegExp(`"${steps[0]}"\\s*:\\s*\\[\\s*\\{`);
  const place = opening.exec(body);
  if (!place || typeof parent !== 'object' || parent === null || Array.isArray(parent)) {
    throw new TypeError(`\`exchange.clientOrderId: "auto"\` finds no place for \`${field}\` in the body.`);
  }
  const end = place.index + place[0].length;
  const comma = Object.keys(parent).length > 0 ? ',' : '';
  return `${body.slice(0, end)}"${name}":"${id}"${comma}${body.slice(end)}`;
}

function deep(value: unknown, steps: readonly string[]): unknown {
  let here = value;
  for (const step of steps)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  return here;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A new client order id that the exchange accepts: letters and digits, or a whole number below 2^63 where only those
 * pass. Time first, so that they sort; the rest is random.
 * @throws {TypeError} for an exchange that takes neither form, or no ids at all.
 */
export function newClientOrderId(exchange: Exchange): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const digits = String(random[0] ?? 0)
    .padStart(10, '0')
    .slice(-5);
  const text = `x${Date.now().toString(36)}${[...random].map((part) => part.toString(36)).join('')}`.slice(
    0,
    24,
  );
  const id = [text, `${Date.now()}${digits}`].find((candidate) =>
    exchange.clientOrderId?.pattern.test(candidate),
  );
  if (id === undefined)
    throw new TypeError(`${exchange.name} takes no client order id that could be made up: name one.`);
  return id;
}
