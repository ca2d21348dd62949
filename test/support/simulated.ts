// A simulated exchange on loopback, and a gateway to it; the end of the test closes both.
import { onTestFinished } from 'vitest';
import {
  createGateway,
  type Exchange,
  type Gateway,
  type GatewayOptions,
  type SigningExchange,
} from '../../src/index.ts';
import { type SimulatedExchange, type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';
import type { Client } from './clients.ts';
import { credentials, type Dialect } from './exchanges.ts';

type Signing = Exchange & Pick<SigningExchange<typeof credentials>, 'signer'>;

interface Opened {
  readonly exchange: SimulatedExchange;
  /** Its address on loopback. */
  readonly base: string;
  readonly gateway: Gateway;
}

interface OpenedDialect extends Opened {
  /** Places an order as a bot does on that exchange. */
  readonly place: (client: Client, id: string, exchange?: object) => Promise<unknown>;
}

export async function openSimulated(
  profile: Signing,
  sim: SimulateOptions = {},
  options: Partial<GatewayOptions> = {},
): Promise<Opened> {
  const exchange = simulateExchange(profile, { credentials, ...sim });
  const base = await exchange.listen();
  const gateway = createGateway({
    exchange: profile,
    sign: profile.signer(credentials),
    hosts: ['exchange.test'],
    ...options,
  });
  onTestFinished(async () => {
    await gateway.close();
    await exchange.close();
  });
  return { exchange, base, gateway };
}

export async function openDialect(
  dialect: Dialect,
  sim: SimulateOptions = {},
  options: Partial<GatewayOptions> = {},
): Promise<OpenedDialect> {
  const opened = await openSimulated(dialect.exchange, sim, options);
  const place: OpenedDialect['place'] = (client, id, exchange = {}) =>
    client.call(opened.gateway, dialect.path, {
      method: 'POST',
      body: dialect.order(id),
      exchange: { clientOrderId: id, ...exchange },
      base: opened.base,
    });
  return { ...opened, place };
}
