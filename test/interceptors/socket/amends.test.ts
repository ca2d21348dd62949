import { expect, it } from 'vitest';
import { open, order } from './support.ts';

const marketCode = 'BTC-USD-SWAP-LIN';

it('OX.FUN changes an order by its own id, and says of a batch what became of each', async () => {
  const { commands, sim } = await open();
  const { data } = await commands.send(order('1'), { clientOrderId: '1' });
  const { orderId } = data as { orderId: string };
  const amended = await commands.send({ op: 'modifyorder', data: { marketCode, orderId, price: 7 } });
  expect(amended).toMatchObject({
    event: 'modifyorder',
    submitted: true,
    data: { orderId, clientOrderId: '1' },
  });
  expect(sim.orders[0]?.placed[0]).toMatchObject({ price: 7, status: 'open' });
});
