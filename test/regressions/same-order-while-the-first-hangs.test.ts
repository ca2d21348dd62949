import { afterEach, expect, it, vi } from 'vitest';
import { inTurn, never, open, orderPath } from '../pipeline/support.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Found by `test/properties/one-order.test.ts`: the second left when the first had timed out, for by then its window was over. */
it('an order that was placed twice while the first hung is sent once', async () => {
  vi.useFakeTimers();
  const bot = open(inTurn(never, () => Response.json({ success: true, code: 0, data: 7 })));
  const first = bot.order();
  await vi.advanceTimersByTimeAsync(500);
  const second = bot.order();
  await vi.advanceTimersByTimeAsync(61_000);
  expect([await first, await second]).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
  expect(bot.seen).toEqual([`POST ${orderPath}`]);
  // Who asks again now knows that it is unknown, and that the exchange takes no copy of it any more.
  expect(await bot.order()).toMatchObject({ data: 7 });
  await bot.gateway.close();
});
