import axios from 'axios';
import { afterEach, expect, it, vi } from 'vitest';
import {
  createGateway,
  type ExchangeError,
  interceptAxios,
  mexcContract,
  UnknownOutcomeError,
} from '../../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** An order whose answer comes after so long; its caller aborts it then, or when the gateway tells of the answer. */
async function placed(answerMs: number, abortMs: number | undefined): Promise<ExchangeError> {
  vi.useFakeTimers();
  const gateway = createGateway({ exchange: mexcContract, limits: false, deadlineMs: 100 });
  const caller = new AbortController();
  const abort = (): void => caller.abort(new Error('changed my mind'));
  if (abortMs === undefined) gateway.on('attempt', abort);
  else setTimeout(abort, abortMs);
  const api = axios.create({
    adapter: (config) =>
      new Promise((resolve) => {
        const data = '{"success":true,"code":0,"data":102057}';
        setTimeout(() => resolve({ data, status: 200, statusText: 'OK', headers: {}, config }), answerMs);
      }),
  });
  interceptAxios(api, gateway);
  const told = api
    .post('http://exchange.test/api/v1/private/order/submit', { externalOid: '1' }, { signal: caller.signal })
    .catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  await gateway.close();
  const error: unknown = await told;
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(axios.isCancel(error)).toBe(true);
  return error as ExchangeError;
}

/**
 * Found by `test/chaos/sequences.test.ts`, seed 12: once the signal is aborted, axios puts a bare `CanceledError` in the
 * place of whatever an adapter ends with, which is what a caller gets before anything was sent.
 */
it('keeps what is known of an order whose caller aborts while its deadline is being reported', async () => {
  const error = await placed(100_000, 150);
  expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown', clientOrderId: '1' });
  expect(error.cause).toEqual(new Error('changed my mind'));
});

it('keeps the answer of an order whose caller aborts at the moment at which it comes', async () => {
  const error = await placed(40, undefined);
  expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown', clientOrderId: '1' });
  expect(error.response).toMatchObject({ status: 200, data: { data: 102057 } });
});
