import { expect, it } from 'vitest';
import { byClientOrderId, UnknownOutcomeError } from '../../../src/index.ts';
import { open, order } from './support.ts';

const found = (): string => {
  const data = { clientOrderId: '1', marketCode: 'BTC-USD-SWAP-LIN', status: 'OPEN', createdAt: Date.now() };
  return JSON.stringify({ success: true, data });
};
const headers = { 'content-type': 'application/json' };

/** An order whose reply is lost, and what is answered to the look-up of it. */
async function lookedUp(answer: () => Response): Promise<{ readonly end: unknown; readonly asked: number }> {
  let asked = 0;
  const { commands, sockets } = await open({
    gateway: { reconcile: byClientOrderId(), deadlineMs: 1000 },
    socket: {
      timeoutMs: 50,
      fetch: () => {
        asked += 1;
        return Promise.resolve(answer());
      },
    },
  });
  sockets.failNext('reply-lost', { command: 'placeorder' });
  const end: unknown = await commands.send(order('1')).catch((reason: unknown) => reason);
  return { end, asked };
}

it('an order that is found over REST is done', async () => {
  const { end } = await lookedUp(() => new Response(found(), { headers }));
  expect(end).toMatchObject({ data: { clientOrderId: '1' } });
});

it.each([
  ['is longer than any such answer', () => new Response(found().padEnd(70_000), { headers })],
  [
    'points elsewhere',
    () => new Response(found(), { status: 302, headers: { ...headers, location: 'http://elsewhere.test/' } }),
  ],
])('an answer that %s is not believed', async (_, answer) => {
  const { end, asked } = await lookedUp(answer);
  expect(end).toBeInstanceOf(UnknownOutcomeError);
  expect(asked).toBeGreaterThan(0);
});
