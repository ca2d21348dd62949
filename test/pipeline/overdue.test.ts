// An order whose answer hangs, at every stage and over every client: what its caller is told, and what the exchange saw.
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  type CallOptions,
  createGateway,
  extendExchange,
  type GatewayOptions,
  interceptAxios,
  interceptFetch,
  isExchangeError,
  mexcContract,
  oxFun,
} from '../../src/index.ts';
import { useFakeLine } from '../interceptors/socket/fake-socket.ts';

const base = 'http://127.0.0.1:1';
const paths = {
  place: '/api/v1/private/order/submit',
  cancel: '/api/v1/private/order/cancel_with_external',
  read: '/api/v1/private/account/assets',
} as const;
type Kind = keyof typeof paths;

const json = (body: object, status = 200): Response => Response.json(body, { status });
const good = (data: unknown): Response => json({ success: true, code: 0, data });
const bad = (code: number): Response => json({ success: false, code, message: 'no' });

/** How one request is answered: whether it is carried out, and after how many milliseconds with what. */
interface Turn {
  /** @default true */
  readonly taken?: boolean;
  /** @default never */
  readonly afterMs?: number;
  /** @default by what was done */
  readonly answer?: () => Response;
  /** The head of the answer comes at once, its body after `afterMs`. */
  readonly headFirst?: true;
}

interface Row {
  readonly name: string;
  readonly kind?: Kind;
  /** Of orders, cancels and reads, in turn; the last for ever. */
  readonly turns: readonly Turn[];
  /** Of look-ups, in turn; the last for ever. @default answered at once */
  readonly looks?: readonly Turn[];
  readonly gateway?: Partial<GatewayOptions>;
  /** @default true */
  readonly looksUp?: false;
  readonly call?: CallOptions;
  /** The body, or outcome and reason; after how many seconds; the requests that the exchange saw. */
  readonly ends: readonly [what: string, seconds: number, saw: string];
}

const found = '"reconciled":{';
const now: Turn = { afterMs: 0 };
const hung: Turn = {};
const lost: Turn = { taken: false };
const closed = { success: false, code: 2005, message: 'no' };

const rows: readonly Row[] = [
  { name: 'taken, no head', turns: [hung], ends: [found, 53, 'place look'] },
  { name: 'taken, no body', turns: [{ headFirst: true }], ends: [found, 53, 'place look'] },
  { name: 'never taken', turns: [lost, now], ends: ['"data":1', 55, 'place look look look place'] },
  {
    name: 'never taken, and the next one hangs too',
    turns: [lost, hung],
    ends: [found, 57.5, 'place look look look place look'],
  },
  {
    name: 'never taken, at an exchange that shows orders late',
    turns: [lost, now],
    gateway: { exchange: extendExchange(mexcContract, { settle: { settleMs: 15_000, asks: 3 } }) },
    call: { deadlineMs: 30_000 },
    ends: ['"data":1', 25, `place ${'look '.repeat(10)}place`],
  },
  { name: 'a short deadline', turns: [hung], call: { deadlineMs: 4000 }, ends: [found, 2, 'place look'] },
  {
    name: 'the answer comes while the look-up is asked',
    turns: [{ afterMs: 54_000 }],
    looks: [hung],
    ends: ['"data":1}', 54, 'place look'],
  },
  {
    name: 'the answer comes between two questions',
    turns: [{ afterMs: 53_500 }],
    looks: [{ taken: false, afterMs: 0 }],
    ends: ['"data":1}', 53.5, 'place look'],
  },
  {
    name: 'a refusal comes while the look-up is asked',
    turns: [{ taken: false, afterMs: 54_000, answer: () => json(closed) }],
    looks: [hung],
    ends: ['rejected failed', 54, 'place look'],
  },
  {
    name: 'a throttle comes while the look-up is asked',
    turns: [{ taken: false, afterMs: 53_500, answer: () => bad(510) }, now],
    ends: ['"data":1', 53.75, 'place look place'],
  },
  {
    name: 'a first question that hangs leaves time for another',
    turns: [hung],
    looks: [hung, now],
    ends: [found, 54.9, 'place look look'],
  },
  {
    name: 'all hangs',
    turns: [hung],
    looks: [hung],
    ends: ['unknown deadline', 60.5, 'place look look look look'],
  },
  {
    name: 'nobody to ask',
    turns: [hung],
    looksUp: false,
    ends: ['unknown deadline', 60.5, 'place'],
  },
  {
    name: 'nobody to ask, and a slow answer',
    turns: [{ afterMs: 59_000 }],
    looksUp: false,
    ends: ['"data":1}', 59, 'place'],
  },
  {
    name: 'what cannot be proven leaves the request open, and its slow answer counts',
    turns: [{ afterMs: 9500 }],
    looks: [{ taken: false, afterMs: 0 }],
    call: { deadlineMs: 10_000 },
    ends: ['"data":1}', 9.5, 'place look look look look'],
  },
  {
    name: 'what the caller holds for lost after a while is still under way',
    turns: [{ afterMs: 9000 }],
    looks: [{ taken: false, afterMs: 0 }],
    gateway: { reconcile: byClientOrderId({ settleMs: 0, asks: 1 }), deadlineMs: 10_000 },
    ends: ['"data":1}', 9, 'place look look'],
  },
  {
    name: 'a hook is asked',
    turns: [hung],
    gateway: { reconcile: () => ({ found: true, response: { id: 7 } }) },
    ends: ['{"id":7}', 53, 'place'],
  },
  { name: 'a cancel that was done', kind: 'cancel', turns: [hung], ends: [found, 53, 'cancel look'] },
  {
    name: 'a cancel that was not',
    kind: 'cancel',
    turns: [lost, now],
    ends: ['"data":null', 53, 'cancel look cancel'],
  },
  {
    name: 'a cancel that was not, and may not go again',
    kind: 'cancel',
    turns: [{ taken: false, afterMs: 58_000 }],
    gateway: { maxAttempts: 1 },
    ends: ['"data":null', 58, 'cancel look'],
  },
  { name: 'a read', kind: 'read', turns: [hung], ends: ['rejected deadline', 60, 'read'] },
  {
    name: 'a read with a time for each attempt',
    kind: 'read',
    turns: [hung, now],
    gateway: { attemptTimeoutMs: 3000 },
    ends: ['"data":null', 3, 'read read'],
  },
  {
    name: 'an order with a time for each attempt',
    turns: [hung],
    call: { attemptTimeoutMs: 3000 },
    ends: [found, 3, 'place look'],
  },
  {
    name: 'an order with a time for each attempt that nobody can ask about',
    turns: [hung],
    call: { attemptTimeoutMs: 3000 },
    looksUp: false,
    ends: ['unknown outcome-unknown', 3, 'place'],
  },
];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** MEXC with one order in it: that which is placed, or that which is to be cancelled. */
class Venue {
  readonly saw: string[] = [];
  readonly #turns: Turn[];
  readonly #looks: Turn[];
  #state: 2 | 4 | undefined;
  #bornMs = 0;
  executions = 0;

  constructor({ turns, looks = [now], kind }: Row) {
    this.#turns = [...turns];
    this.#looks = [...looks];
    if (kind === 'cancel') this.#state = 2;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    if (path.endsWith('/ping')) return good(Date.now());
    const kind = Object.entries(paths).find(([, one]) => one === path)?.[0] ?? 'look';
    this.saw.push(kind);
    const turns = kind === 'look' ? this.#looks : this.#turns;
    const turn = (turns.length > 1 ? turns.shift() : turns[0]) ?? now;
    const answer = this.#carryOut(kind, turn);
    return turn.headFirst ? withoutBody() : inTime(turn, answer, init?.signal);
  };

  #carryOut(kind: string, { taken = true, answer }: Turn): Response {
    const isOrder = kind === 'place' || kind === 'cancel';
    if (isOrder && taken) {
      this.executions += 1;
      this.#bornMs = Date.now();
      this.#state = kind === 'place' ? 2 : 4;
    }
    if (answer) return answer();
    if (kind !== 'look') return good(kind === 'place' ? this.executions : null);
    if (this.#state === undefined || !taken) return bad(2040);
    return good({
      orderId: '1',
      externalOid: 'o-1',
      symbol: 'BTC_USDT',
      state: this.#state,
      createTime: this.#bornMs,
    });
  }
}

const withoutBody = (): Response =>
  new Response(new ReadableStream(), { headers: { 'content-type': 'application/json' } });

function inTime(
  { afterMs }: Turn,
  answer: Response,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
    if (afterMs !== undefined) setTimeout(() => resolve(answer), afterMs);
  });
}

const vias = ['fetch', 'axios'] as const;

function send(via: (typeof vias)[number], venue: Venue, row: Row): Promise<string> {
  const { kind = 'place', call: exchange = {}, gateway: options, looksUp = true } = row;
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    ...(looksUp && { reconcile: byClientOrderId() }),
    ...options,
  });
  const body = { symbol: 'BTC_USDT', externalOid: 'o-1' };
  const method = kind === 'read' ? 'GET' : 'POST';
  const data = kind === 'read' ? {} : { body: JSON.stringify(body) };
  if (via === 'fetch') {
    const client = interceptFetch(gateway, venue.fetch);
    return client(base + paths[kind], { method, exchange, ...data }).then((response) => response.text());
  }
  const api = axios.create({
    adapter: 'fetch',
    env: { fetch: venue.fetch },
    baseURL: base,
  });
  interceptAxios(api, gateway);
  return api
    .request({ url: paths[kind], method, exchange, ...(kind !== 'read' && { data: body }) })
    .then(({ data: answer }) => JSON.stringify(answer));
}

describe.each(vias)('over %s', (via) => {
  it('what its caller is told, when, and what was sent for it', async () => {
    const wrong: unknown[] = [];
    for (const row of rows) {
      const venue = new Venue(row);
      const startedAt = performance.now();
      let end: readonly [string, number] | undefined;
      const note = (what: string): void => {
        end = [what, (performance.now() - startedAt) / 1000];
      };
      void send(via, venue, row).then(note, (error: unknown) => {
        note(isExchangeError(error) ? `${error.outcome} ${error.reason}` : String(error));
      });
      await vi.advanceTimersByTimeAsync(70_000);
      const [what = '', seconds = 0] = end ?? [];
      const [expected, afterSeconds, saw] = row.ends;
      const isTold = what.includes(expected) && Math.abs(seconds - afterSeconds) < 0.2;
      const isSaid = isTold && venue.saw.join(' ') === saw;
      if (!isSaid) wrong.push([row.name, what, seconds, venue.saw.join(' ')]);
      if (venue.executions > 1) wrong.push([row.name, 'carried out', venue.executions]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('over a socket', () => {
  const line = useFakeLine();

  it('a command whose reply hangs for longer than its deadline is looked up, and its absence is never believed', async () => {
    const told: unknown[] = [];
    for (const isThere of [true, false]) {
      const order = {
        clientOrderId: '1',
        orderId: '9',
        status: 'OPEN',
        marketCode: 'BTC-USD-SWAP-LIN',
        createdAt: String(Date.now()),
      };
      const look = async (): Promise<Response> =>
        json(isThere ? { success: true, data: [order] } : { success: false, code: '40035', message: 'no' });
      const { commands, saw } = line({
        exchange: oxFun,
        gateway: { reconcile: byClientOrderId() },
        socket: { timeoutMs: 60_000, restOrigin: base, fetch: look },
      });
      const command = {
        op: 'placeorder',
        data: { clientOrderId: '1', marketCode: 'BTC-USD-SWAP-LIN', side: 'BUY' },
      };
      const sent = commands.send(command, { deadlineMs: 20_000 }).then(
        (reply) => JSON.stringify(reply),
        (error: unknown) => (isExchangeError(error) ? `${error.outcome} ${error.reason}` : String(error)),
      );
      await vi.advanceTimersByTimeAsync(21_000);
      told.push([(await sent).slice(0, 200), saw.filter((frame) => frame.endsWith('placeorder')).length]);
    }
    expect(told).toEqual([
      [expect.stringContaining('"9"'), 1],
      ['unknown deadline', 1],
    ]);
  });
});

it('closing waits for an overdue order as for any that is in flight', async () => {
  const ends: unknown[] = [];
  for (const [afterMs, timeoutMs] of [
    [54_000, 5000],
    [58_000, 1000],
  ] as const) {
    const venue = new Venue({ name: '', turns: [{ afterMs }], ends: ['', 0, ''] });
    const gateway = createGateway({
      exchange: mexcContract,
      limits: false,
      reconcile: byClientOrderId({ settleMs: 3000 }),
    });
    const client = interceptFetch(gateway, async (input, init) =>
      String(input).includes('/external/') ? bad(2040) : venue.fetch(input, init),
    );
    const body = JSON.stringify({ symbol: 'BTC_USDT', externalOid: 'o-1' });
    const sent = client(base + paths.place, { method: 'POST', body }).then(
      (response) => response.text(),
      (error: unknown) => (isExchangeError(error) ? `${error.outcome} ${error.reason}` : String(error)),
    );
    await vi.advanceTimersByTimeAsync(52_500);
    const startedAt = performance.now();
    const closing = gateway.close({ timeoutMs }).then(() => performance.now() - startedAt);
    await vi.advanceTimersByTimeAsync(10_000);
    ends.push([await sent, Math.round(await closing)]);
  }
  expect(ends).toEqual([
    [expect.stringContaining('"data":1'), 1500],
    ['unknown closed', 1000],
  ]);
});

it('a time for an attempt that is none is named', () => {
  for (const attemptTimeoutMs of [0, -1, Number.NaN, '5']) {
    const options = { exchange: mexcContract, attemptTimeoutMs } as GatewayOptions;
    expect(() => createGateway(options)).toThrow(/`attemptTimeoutMs`/);
  }
});
