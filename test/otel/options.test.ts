import { metrics, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, type Gateway, interceptFetch, mexcContract } from '../../src/index.ts';
import { type InstrumentOptions, instrumentGateway } from '../../src/otel/index.ts';
import { settle } from '../support/time.ts';
import { answer, good, orderUrl, Recorder, startMs } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
  trace.disable();
  metrics.disable();
});

const bare = (): Gateway => createGateway({ exchange: mexcContract, limits: false });

it('without options it goes to the global providers', async () => {
  const recorder = new Recorder();
  trace.setGlobalTracerProvider(recorder.tracerProvider);
  metrics.setGlobalMeterProvider(recorder.meterProvider);
  const gateway = bare();
  instrumentGateway(gateway);
  await settle(
    interceptFetch(gateway, () => answer(good)(undefined))(orderUrl, { method: 'POST', body: '{}' }),
  );
  expect(recorder.told.map(({ name }) => name)).toEqual([
    'POST /api/v1/private/order/submit',
    'mexc-contract POST /api/v1/private/order/submit',
  ]);
  expect(await recorder.points()).toHaveLength(6);
  expect(recorder.finished.map(({ instrumentationScope }) => instrumentationScope.name)).toEqual([
    'exchange-interceptors',
    'exchange-interceptors',
  ]);
});

it('with no provider anywhere it changes nothing', async () => {
  const gateway = bare();
  const undo = instrumentGateway(gateway);
  const send = interceptFetch(gateway, () => answer(good)(undefined));
  const { value } = await settle(
    send(orderUrl, { method: 'POST', body: '{}' }).then((reply) => reply.json()),
  );
  expect(value).toEqual(good);
  undo();
});

it('tells of a gateway that was instrumented already, as everything would be there twice', () => {
  const gateway = bare();
  const undo = instrumentGateway(gateway);
  const twice = (name: string): string =>
    `\`instrumentGateway\`: this \`${name}\` gets what this gateway does already, and would get all of it twice. Call what the first \`instrumentGateway\` returned before, or give another provider.`;
  expect(() => instrumentGateway(gateway, { attributes: { 'bot.account': 'hedge' } })).toThrow(
    new TypeError(twice('tracerProvider')),
  );
  const { tracerProvider, meterProvider } = new Recorder();
  expect(() => instrumentGateway(gateway, { tracerProvider })).toThrow(new TypeError(twice('meterProvider')));
  const undoOther = instrumentGateway(gateway, { tracerProvider, meterProvider });
  undo();
  undo();
  instrumentGateway(gateway)();
  expect(() => instrumentGateway(gateway, { tracerProvider, meterProvider })).toThrow(TypeError);
  undoOther();
});

it.each<[unknown, unknown, string]>([
  [undefined, {}, '`instrumentGateway gateway` takes what `createGateway` returns; it got undefined.'],
  [{}, {}, '`instrumentGateway gateway` takes what `createGateway` returns; it got an object.'],
  [bare(), null, '`instrumentGateway options` takes an object; it got null.'],
  [
    bare(),
    { tracer: {} },
    '`instrumentGateway` has no option `tracer`. Did you mean `tracerProvider`? It got an object.',
  ],
  [bare(), { tracerProvider: {} }, '`tracerProvider` takes a provider with `getTracer`; it got an object.'],
  [bare(), { meterProvider: 'otlp' }, "`meterProvider` takes a provider with `getMeter`; it got 'otlp'."],
  [bare(), { attributes: 'hedge' }, "`attributes` takes an object; it got 'hedge'."],
])('a mistake is named: %#', (gateway, options, message) => {
  expect(() => instrumentGateway(gateway as Gateway, options as InstrumentOptions)).toThrow(
    new TypeError(message),
  );
});
