// One client process: sends `calls` requests through a gateway that shares its limits, and tells its parent how it went.
import { createGateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import type { ClientSetup } from './clients.ts';
import { connect } from './connect.ts';

const setup: ClientSetup = JSON.parse(process.argv[2] ?? '{}');
const { client, end, trips } = await connect(setup.kind, setup.port);
const { batch = 1, leaseMs = 10_000, share, capacity, windowMs } = setup;
const gateway = createGateway({
  exchange: mexcContract,
  limits: [{ name: 'all', scope: 'ip', capacity, windowMs, reserve: 0 }],
  redis: { client, batch, leaseMs, ...(share !== undefined && { share }) },
});
const states: string[] = [];
gateway.on('redis', ({ state, share: part, why }) =>
  states.push(`${Math.round(performance.now())} ${state} ${part} ${why}`),
);
const send = interceptFetch(gateway);

let answered = 0;
const failed: string[] = [];
async function call(): Promise<void> {
  try {
    await (await send(`${setup.url}/api/v1/contract/detail`)).text();
    answered += 1;
  } catch (error) {
    failed.push(String(error));
  }
}

process.send?.({ ready: true });
await new Promise((resolve) => process.once('message', resolve));
await Promise.all(Array.from({ length: setup.calls }, call));
process.send?.({ answered, states, trips: trips(), failed: failed.slice(0, 3) });
await gateway.close();
await end();
process.disconnect();
process.exit(0);
