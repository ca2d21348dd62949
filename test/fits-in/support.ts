import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  mexcContract,
  type Sign,
} from '../../src/index.ts';
import { type SimulatedExchange, type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
export const orderPath = '/api/v1/private/order/submit';
export const readPath = '/api/v1/private/account/assets';

export const orderOf = (externalOid: string): object => ({
  symbol: 'BTC_USDT',
  side: 1,
  type: 1,
  openType: 1,
  price: 100,
  vol: 1,
  externalOid,
});

/** An exchange on a loopback port and an account's way to it. */
export interface Stage {
  readonly exchange: SimulatedExchange;
  readonly base: string;
  readonly gateway: Gateway;
}

/** A gateway's options; with `sign: null` it leaves the signing to others. */
export type StageOptions = Partial<Omit<GatewayOptions, 'sign'>> & { readonly sign?: Sign | null };

/** For after the test, the last one first. */
export function afterwards(cleanup: () => unknown): void {
  onTestFinished(async () => {
    await cleanup();
  });
}

export async function open(
  { sign = mexcContract.signer(credentials), ...options }: StageOptions = {},
  simulated: SimulateOptions = {},
): Promise<Stage> {
  const exchange = simulateExchange(mexcContract, { credentials, limits: false, ...simulated });
  const base = await exchange.listen();
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    ...(sign ? { sign } : {}),
    ...options,
  });
  afterwards(() => exchange.close());
  afterwards(() => gateway.close());
  return { exchange, base, gateway };
}

/** What the exchange saw, a line a request: id, then the fault or the code, then what came of it. */
export function sawBy({ log }: SimulatedExchange): readonly string[] {
  return log.map(({ method, path, clientOrderId, fault, code, executed, signatureOk }) =>
    [
      method,
      clientOrderId ?? path,
      fault ?? code ?? 'ok',
      ...(executed ? ['executed'] : []),
      ...(signatureOk ? ['signed'] : []),
    ].join(' '),
  );
}

/** What the promise was rejected with. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

/** The headers by which an SDK of MEXC's contracts signs, worked out by itself, once per call. */
export function sdkHeaders(body: string, timestamp: number = Date.now()): Record<string, string> {
  const { apiKey, apiSecret } = credentials;
  const signature = createHmac('sha256', apiSecret).update(`${apiKey}${timestamp}${body}`).digest('hex');
  return { ApiKey: apiKey, 'Request-Time': String(timestamp), Signature: signature };
}
