import { metrics } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';
import { type Calls, followCalls, followSteps } from '../../src/otel/follow-calls.ts';
import { Meters } from '../../src/otel/meters.ts';
import { Spans } from '../../src/otel/spans.ts';
import { orderUrl, origin, Recorder } from './support.ts';

it('nothing is kept of 10,000 calls that ended, whichever way', async () => {
  const gateway = createGateway({ exchange: mexcContract, limits: false, breaker: false, maxAttempts: 1 });
  const recorder = new Recorder();
  const calls: Calls = new Map();
  const spans = new Spans(recorder.tracerProvider.getTracer('test'), 'mexc-contract', {});
  const meters = new Meters(metrics.getMeter('test'), {});
  followCalls(gateway, spans, meters, calls);
  followSteps(gateway, spans, meters, calls);
  const stub: typeof fetch = async (input, init) => {
    const url = String(input);
    if (url.endsWith('lost')) throw new TypeError('fetch failed');
    if (url.endsWith('hangs')) {
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    }
    return Response.json({ success: !url.endsWith('refused'), code: url.endsWith('refused') ? 2005 : 0 });
  };
  const send = interceptFetch(gateway, stub);
  const ways = [
    () => send(`${origin}/good`),
    () => send(`${origin}/refused`),
    () => send(`${origin}/lost`),
    () => send(orderUrl, { method: 'POST', body: '{}' }),
    () => send(`${origin}/hangs`, { signal: AbortSignal.abort() }),
    () => {
      const stop = new AbortController();
      const answer = send(`${origin}/hangs`, { signal: stop.signal });
      queueMicrotask(() => stop.abort());
      return answer;
    },
    () => send('/no-address', { method: 'POST', body: '{}' }),
    () => send(`${origin}/good`, { exchange: { signed: true } }),
  ];
  let most = 0;
  for (let round = 0; round < 1250; round += 1) {
    const answers = ways.map((way) => way());
    most = Math.max(most, calls.size);
    await Promise.allSettled(answers);
  }
  const left = Promise.allSettled([send(`${origin}/hangs`, { signal: new AbortController().signal })]);
  const sizes = [most, calls.size];
  await gateway.close({ timeoutMs: 0 });
  await left;
  expect([...sizes, calls.size]).toEqual([8, 1, 0]);
  expect(gateway.stats().calls).toBe(10_001);
  // A span for each call, and one for each request that left: those that were cut off are counted too.
  const requests = recorder.finished.filter(({ name }) => !name.startsWith('mexc-contract '));
  expect([recorder.finished.length - requests.length, requests.length]).toEqual([
    10_001,
    gateway.stats().attempts,
  ]);
});
