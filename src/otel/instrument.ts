// `instrumentGateway`: spans and metrics of a gateway.
import { context, metrics, trace } from '@opentelemetry/api';
import { type Gateway, wrapCalls } from '../internal.ts';
import { type Calls, followCalls, followSteps } from './follow-calls.ts';
import { observeGauges } from './gauges.ts';
import { Meters } from './meters.ts';
import { checkInstrument, type InstrumentOptions } from './options.ts';
import { Spans } from './spans.ts';

const scope = 'exchange-interceptors';

/** Where spans and metrics of a gateway go: each may go to one place once. */
const providersOf = new WeakMap<Gateway, Set<object>>();

/**
 * Makes a span of each call, one below it of each request, and metrics of what the gateway does. While a request is sent its
 * span is the active one. No fault of it changes a call. Attributes hold no key, signature, header, query or client order id.
 * @returns a function that ends it, and the spans of calls under way.
 * @throws {TypeError} that names the option, the value it got and what it takes, or the provider that gets all of it already.
 */
export function instrumentGateway(gateway: Gateway, options: InstrumentOptions = {}): () => void {
  checkInstrument(gateway, options);
  const { tracerProvider = trace, meterProvider = metrics, attributes = {} } = options;
  const release = claim(gateway, { tracerProvider, meterProvider });
  const { exchange } = gateway;
  const base = { 'exchange.id': exchange.id, ...attributes };
  const meter = meterProvider.getMeter(scope);
  const meters = new Meters(meter, base);
  const spans = new Spans(tracerProvider.getTracer(scope), exchange.id, base);
  const calls: Calls = new Map();
  const undo = [
    ...followCalls(gateway, spans, meters, calls),
    ...followSteps(gateway, spans, meters, calls),
    gateway.on('clock', (change) => meters.recordClock(change)),
    gateway.on('breaker', (change) => meters.countBreakerChange(change)),
    observeGauges(meter, gateway, base),
    // What other instrumentations make of the request hangs below it, and lines logged by `sign` know their call.
    wrapCalls(gateway, (id, work) => {
      const call = calls.get(id);
      if (call) context.with(spans.innermost(call), work);
      else work();
    }),
  ];
  return () => {
    release();
    for (const off of undo.splice(0)) off();
    for (const call of calls.values()) spans.endUnfinished(call);
    calls.clear();
  };
}

/** @returns gives the providers free again. */
function claim(gateway: Gateway, providers: Readonly<Record<string, object>>): () => void {
  const taken = providersOf.get(gateway) ?? new Set();
  for (const [name, provider] of Object.entries(providers)) {
    if (taken.has(provider))
      throw new TypeError(
        `\`instrumentGateway\`: this \`${name}\` gets what this gateway does already, and would get all of it twice. Call what the first \`instrumentGateway\` returned before, or give another provider.`,
      );
  }
  const own = Object.values(providers);
  for (const provider of own) taken.add(provider);
  providersOf.set(gateway, taken);
  return () => {
    for (const provider of own.splice(0)) taken.delete(provider);
  };
}
