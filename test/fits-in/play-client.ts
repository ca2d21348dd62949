// Has a client place an order at a simulated exchange on loopback, and says what came of it.
import { inspect } from 'node:util';
import { createGateway, type ExchangeError, type GatewayOptions, isExchangeError } from '../../src/index.ts';
import {
  type Fault,
  type FaultKind,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import { marketOf, simulatedKeys } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import type { RealClient } from './real-client.ts';

export interface Scene {
  readonly sim?: SimulateOptions;
  /** For the first order. */
  readonly fault?: FaultKind | Fault;
  readonly gateway?: Partial<GatewayOptions>;
  /** A loop above places it up to so many times, until it is placed. @default 1 */
  readonly tries?: number;
}

/** How it ended, how often the order was sent, by whom signed, and how often it was carried out. */
export async function playClient(
  client: RealClient,
  { sim, fault, gateway: options, tries = 1 }: Scene,
  byUs: boolean,
): Promise<string> {
  const { exchange } = client;
  const market = marketOf(exchange);
  const simulated = simulateExchange(exchange, {
    ...(byUs || !client.isUnverified ? simulatedKeys(exchange) : {}),
    limits: false,
    ...sim,
  });
  let signed = 0;
  const gateway = createGateway({
    exchange,
    limits: false,
    deadlineMs: 10_000,
    ...(byUs && {
      sign: (request, context) => {
        if (request.method === 'POST') signed += 1;
        return market.sign(request, context);
      },
    }),
    ...options,
  });
  const given: ExchangeError[] = [];
  gateway.on('giveUp', ({ error }) => given.push(error));
  if (fault) simulated.failNext(fault);
  try {
    const place = client.open(gateway, await simulated.listen());
    const id = (client.id ?? market.id)(7);
    const ends: string[] = [];
    while (ends.length < tries && ends.at(-1) !== 'done')
      ends.push(
        await place(id).then(
          () => 'done',
          (error: unknown) => wordOf(error, given.at(-1)),
        ),
      );
    const sent = simulated.log.filter(
      ({ clientOrderId, action }) => clientOrderId === id && action === 'order',
    );
    return [
      ends.join(', '),
      `sent ${sent.length}`,
      `signed ${signed || 'by the client'}`,
      `executed ${simulated.executions(id)}`,
      ...(sent.every(({ signatureOk }) => signatureOk !== false) ? [] : ['WRONG SIGNATURE']),
    ].join('; ');
  } finally {
    await gateway.close();
    await simulated.close();
  }
}

/** What our error says, and where it is; gone, it is what the gateway gave. */
function wordOf(error: unknown, given: ExchangeError | undefined): string {
  const { cause } = Object(error);
  const [where, ours] = isExchangeError(error)
    ? ['', error]
    : isExchangeError(cause)
      ? ['its cause ', cause]
      : ['gone ', given];
  const shown = inspect(ours, { depth: 9, showHidden: true, getters: true });
  const leaks = Object.values(credentials).some((key) => shown.includes(key));
  return `${where}${ours?.category}/${ours?.outcome}${leaks ? ' LEAKED' : ''}`;
}
