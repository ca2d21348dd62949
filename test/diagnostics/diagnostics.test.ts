import diagnostics from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { channelOf, type DiagnosticsMessage, publishDiagnostics } from '../../src/diagnostics/index.ts';
import { Events } from '../../src/events.ts';
import {
  createGateway,
  type EventName,
  type Gateway,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';

const names = [
  'call',
  'sent',
  'attempt',
  'settled',
  'retry',
  'throttled',
  'paused',
  'clock',
  'reconcile',
  'giveUp',
  'unlisted',
  'observed',
  'foreign',
  'redis',
  'mismatch',
  'breaker',
] as const;

const undone: (() => unknown)[] = [];
afterEach(() => {
  for (const undo of undone.splice(0)) undo();
  vi.unstubAllGlobals();
});

function open(): { readonly gateway: Gateway; readonly order: () => Promise<unknown> } {
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const send = interceptFetch(gateway, async () => Response.json({ success: false, code: 2005 }));
  const init = { method: 'POST', body: '{"externalOid":"my-order-1"}' };
  const order = (): Promise<unknown> =>
    send('http://x.test/api/v1/private/order/submit', init).catch((error: unknown) => error);
  return { gateway, order };
}

function subscribe(name: EventName): DiagnosticsMessage[] {
  const heard: DiagnosticsMessage[] = [];
  const listener = (message: unknown): unknown => heard.push(message as DiagnosticsMessage);
  diagnostics.subscribe(channelOf(name), listener);
  undone.push(() => diagnostics.unsubscribe(channelOf(name), listener));
  return heard;
}

describe('publishDiagnostics', () => {
  it('publishes what listeners of the gateway hear, with the gateway that says it', async () => {
    const { gateway, order } = open();
    const direct: unknown[] = [];
    for (const name of ['call', 'attempt', 'giveUp', 'settled'] as const) {
      gateway.on(name, (event) => direct.push([name, event]));
    }
    undone.push(publishDiagnostics(gateway));
    const heard: unknown[] = [];
    for (const name of ['call', 'attempt', 'giveUp', 'settled'] as const) {
      const listener = (message: unknown): unknown => heard.push([name, message]);
      diagnostics.subscribe(`exchange-interceptors:${name}`, listener);
      undone.push(() => diagnostics.unsubscribe(`exchange-interceptors:${name}`, listener));
    }
    await order();
    expect(direct).toHaveLength(4);
    const expected = direct.map((entry) => {
      const [name, event] = entry as [string, unknown];
      return [name, { exchange: 'mexc-contract', gateway, event }];
    });
    expect(heard).toEqual(expected);
  });

  it.each(names)('has a channel for `%s`', (name) => {
    const events = new Events();
    const gateway = { exchange: mexcContract, on: events.on.bind(events) } as unknown as Gateway;
    undone.push(publishDiagnostics(gateway));
    const heard = subscribe(name);
    const event = { said: name };
    events.emit(name, event as never);
    expect(heard).toEqual([{ exchange: 'mexc-contract', gateway, event }]);
  });

  it('makes no event for a channel without subscribers, and begins and ends with them', async () => {
    const { gateway } = open();
    undone.push(publishDiagnostics(gateway));
    const describe = vi.fn(() => ({
      method: 'GET',
      url: new URL('http://x.test/a'),
      path: '/a',
      query: '',
      headers: {},
      body: undefined,
    }));
    const native = { status: 200, headers: {}, body: { success: true, code: 0 }, native: undefined };
    const run = (): Promise<unknown> =>
      gateway.run({
        method: 'GET',
        path: '/a',
        options: {},
        replayable: true,
        signal: undefined,
        config: undefined,
        describe,
        send: async () => native,
        own: async () => native,
        fromBody: () => native,
        canceled: (reason) => reason,
      });
    await run();
    expect(describe).toHaveBeenCalledTimes(0);
    const heard = subscribe('call');
    await run();
    expect([describe.mock.calls.length, heard.length]).toEqual([1, 1]);
    for (const undo of undone.splice(1)) undo();
    await run();
    expect([describe.mock.calls.length, heard.length]).toEqual([1, 1]);
  });

  it('is undone, twice too, and leaves another gateway alone', async () => {
    const [one, two] = [open(), open()];
    const undo = publishDiagnostics(one.gateway);
    undone.push(publishDiagnostics(two.gateway));
    const heard = subscribe('settled');
    undo();
    undo();
    await one.order();
    await two.order();
    expect(heard.map(({ gateway }) => gateway)).toEqual([two.gateway]);
  });

  it('is undone for every channel', () => {
    const events = new Events();
    const gateway = { exchange: mexcContract, on: events.on.bind(events) } as unknown as Gateway;
    for (const name of names) subscribe(name);
    const undo = publishDiagnostics(gateway);
    expect(names.filter((name) => !events.has(name))).toEqual([]);
    undo();
    expect(names.filter((name) => events.has(name))).toEqual([]);
  });

  it('does nothing where there are no channels, as in a browser', async () => {
    const { gateway, order } = open();
    let added = 0;
    const on: Gateway['on'] = (name, listener) => {
      added += 1;
      return gateway.on(name, listener);
    };
    const heard = subscribe('settled');
    vi.stubGlobal('process', undefined);
    const undo = publishDiagnostics({ ...gateway, on });
    vi.unstubAllGlobals();
    await order();
    expect([added, heard.length]).toEqual([0, 0]);
    expect(undo()).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [undefined, '`publishDiagnostics gateway` takes what `createGateway` returns; it got undefined.'],
    [
      { exchange: mexcContract },
      '`publishDiagnostics gateway` takes what `createGateway` returns, not what it takes; it got an object.',
    ],
  ])('takes a gateway: %#', (gateway, message) => {
    expect(() => publishDiagnostics(gateway as Gateway)).toThrow(new TypeError(message));
  });
});

it('a bundle for browsers imports nothing', async () => {
  const entry = fileURLToPath(new URL('../../src/diagnostics/index.ts', import.meta.url));
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    outfile: 'out.js',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  expect([imports, warnings]).toEqual([[], []]);
  expect(outputFiles[0]?.text).toContain('exchange-interceptors:');
});

describe('A listener that says what it wants', () => {
  it('is no reason to make an event while it wants none', () => {
    const events = new Events();
    let isWanted = false;
    const listener = vi.fn();
    events.on('breaker', Object.assign(listener, { isWanted: () => isWanted }));
    expect(events.has('breaker')).toBe(false);
    isWanted = true;
    expect(events.has('breaker')).toBe(true);
    isWanted = false;
    const off = events.on('breaker', () => undefined);
    expect(events.has('breaker')).toBe(true);
    off();
    expect(events.has('breaker')).toBe(false);
  });

  it('and cannot say wants everything, and harms nothing', () => {
    const events = new Events();
    const isWanted = (): boolean => {
      throw new Error('mine');
    };
    events.on(
      'breaker',
      Object.assign(() => undefined, { isWanted }),
    );
    expect(events.has('breaker')).toBe(true);
  });
});
