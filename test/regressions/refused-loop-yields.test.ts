import axios from 'axios';
import { expect, it } from 'vitest';
import { createGateway, interceptAxios, interceptFetch, mexcContract } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

const url = 'https://contract.mexc.com/api/v1/contract/ticker';

/** A loop that calls again at once whatever happens. @returns how often it was refused before the event loop had a turn */
async function refusalsUntilTurn(call: () => Promise<unknown>): Promise<number> {
  let refusals = 0;
  let hadTurn = false;
  setImmediate(() => {
    hadTurn = true;
  });
  while (!hadTurn && refusals < 5000) {
    await call().catch(() => {
      refusals += 1;
    });
  }
  return refusals;
}

it('a loop over calls that are refused unsent leaves turns to the rest of the process', async () => {
  const exchange = simulateExchange(mexcContract);
  const gateway = createGateway({ exchange: mexcContract, deadlineMs: 1000 });
  const send = interceptFetch(gateway, exchange.fetch);
  const api = axios.create({ adapter: exchange.adapter });
  interceptAxios(api, gateway);
  // A pause that outlasts the calls' deadlines, however chance spreads it.
  exchange.failNext({ kind: 'throttle', retryAfterMs: 60_000 });
  await expect(send(url)).rejects.toMatchObject({ category: 'rate-limit' });

  const paused = [await refusalsUntilTurn(() => send(url)), await refusalsUntilTurn(() => api.get(url))];
  await gateway.close();
  const closed = await refusalsUntilTurn(() => send(url));
  expect([...paused, closed].filter((refusals) => refusals === 0 || refusals > 200)).toEqual([]);
  expect(exchange.log).toHaveLength(1);
});
