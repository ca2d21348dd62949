import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

const skewMs = 45_000;
const [time] = mexcContract.time.routes;

/** An exchange that is ahead of us, and refuses whatever was signed by our own clock. */
const exchange: typeof fetch = async (input, init) => {
  if (new URL(String(input)).pathname === time?.path) {
    return Response.json({ success: true, code: 0, data: Date.now() + skewMs });
  }
  const stamp = Number(new Headers(init?.headers).get('x-stamp'));
  const isLate = Math.abs(Date.now() + skewMs - stamp) > 10_000;
  return Response.json(isLate ? { success: false, code: 513, message: 'late' } : { success: true, code: 0 });
};

it('takes a refusal of what was signed before the clock was read for no fault of the new reading', async () => {
  const changes: string[] = [];
  let read: (() => void) | undefined;
  const isRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  const signed: [body: string | undefined, attempt: number][] = [];
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    hosts: ['exchange.test'],
    sign: async ({ body }, { timestamp, attempt }) => {
      // Its first signature takes until the other order has had the clock read.
      if (body === '{"externalOid":"slow"}' && attempt === 1) await isRead;
      signed.push([body, attempt]);
      return { headers: { 'x-stamp': String(timestamp) } };
    },
  });
  gateway.on('clock', ({ kind }) => {
    changes.push(kind);
    read?.();
  });
  const send = interceptFetch(gateway, exchange);
  const place = (id: string): Promise<Response> =>
    send('http://exchange.test/api/v1/private/order/submit', {
      method: 'POST',
      body: JSON.stringify({ externalOid: id }),
    });
  const answers = await Promise.all([place('slow'), place('quick')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(signed).toHaveLength(4);
  expect(changes).toEqual(['refreshed']);
  await gateway.close();
});
