// What the benches measure the package on: clients that are answered at once, and limits that hold no call up.
import { type AxiosAdapter, AxiosHeaders } from 'axios';
import { createGateway, type Gateway, mexcContract, type SharedIp } from 'exchange-interceptors';
import { answerOf } from '../tools/loopback.ts';

/** Never reached: all that is sent there meets a stub. */
export const url = 'http://127.0.0.1/api/v1/contract/ticker';
const body = answerOf(1000);

/** Answers with text that axios parses, as its own adapters do. */
export const axiosStub: AxiosAdapter = async (config) => ({
  data: body,
  status: 200,
  statusText: 'OK',
  headers: new AxiosHeaders({ 'content-type': 'application/json' }),
  config,
});

export const fetchStub: typeof fetch = async () =>
  new Response(body, { headers: { 'content-type': 'application/json' } });

/**
 * One exchange with two limits that count every call; no signing, no listener.
 * @param ip what it shares with other gateways. @default nothing
 */
export function wideGateway(ip?: SharedIp): Gateway {
  const wide = { scope: 'ip', capacity: 10_000_000, windowMs: 500 } as const;
  const limits = [
    { ...wide, name: 'wide' },
    { ...wide, name: 'wide too', scope: 'account' },
  ] as const;
  return createGateway({ exchange: mexcContract, limits, ...(ip && { ip }) });
}
