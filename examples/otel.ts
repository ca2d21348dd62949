// A bot whose calls show up in traces. The exchange is a simulated one on 127.0.0.1; yours are exported over OTLP.
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createGateway, interceptFetch, mexcContract } from 'exchange-interceptors';
import { instrumentGateway } from 'exchange-interceptors/otel';
import { simulateExchange } from 'exchange-interceptors/testing';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(mexcContract, { credentials });
const origin = await exchange.listen();
exchange.failNext('throttle');

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()); // NodeSDK does this for you

const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer(credentials) });
const undo = instrumentGateway(gateway, { tracerProvider }); // without options: the global providers

await tracerProvider.getTracer('bot').startActiveSpan('open a position', async (span) => {
  const order = { symbol: 'BTC_USDT', side: 1, openType: 1, type: 5, vol: 1, externalOid: 'my-order-1' };
  const init = { method: 'POST', body: JSON.stringify(order) };
  await interceptFetch(gateway)(`${origin}/api/v1/private/order/submit`, init);
  span.end();
});

for (const { name, attributes } of spans.getFinishedSpans()) {
  const { 'http.request.resend_count': resent = 0, 'error.type': error = 'ok' } = attributes;
  console.log(`${name}: sent again ${resent}, ${error}`);
}

undo();
await gateway.close();
await exchange.close();
context.disable();
