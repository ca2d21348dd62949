import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An error may quote what the attempt before was refused with; that attempt had another signature than the last one. */
it('masks the signature of an attempt before where its refusal quotes it', async () => {
  const exchange: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/ticker')) {
      return Response.json({}, { status: 429, headers: { 'retry-after': '600' } });
    }
    const message = `cannot serve ${new Headers(init?.headers).get('signature')} now`;
    return Response.json({ success: false, code: 500, message }, { status: 500 });
  };
  let goOn: (() => void) | undefined;
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    sign: async (_request, { attempt }) => {
      if (attempt === 2) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
      }
      return { headers: { signature: `5ec2e7-of-attempt-${attempt}` } };
    },
  });
  const send = interceptFetch(gateway, exchange);
  const ended = send('http://127.0.0.1/api/v1/private/account/assets').catch(String);
  await vi.advanceTimersByTimeAsync(5000);
  // A pause that is too long begins while the second attempt is signed: it is signed, and never sent.
  void send('http://127.0.0.1/api/v1/contract/ticker').catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10);
  goOn?.();
  await vi.advanceTimersByTimeAsync(10);
  const text = await ended;
  expect(text).toContain('The attempt before failed with 500 (server): cannot serve');
  expect(text).not.toContain('5ec2e7');
  await gateway.close();
});
