import { expect, it } from 'vitest';
import { type EventName, mexcContract } from '../../src/index.ts';
import { type Bot, good, open, type Reply, status } from './support.ts';

const names: readonly EventName[] = [
  'call',
  'sent',
  'attempt',
  'settled',
  'retry',
  'throttled',
  'paused',
  'clock',
  'breaker',
  'giveUp',
  'unlisted',
  'foreign',
];
const late = { success: false, code: 513, message: 'late' };
const timePath = mexcContract.time.routes[0]?.path ?? '';

/** Its first order is refused for its time; the clock is answered by `time`. */
function skewed(time: Reply): Bot & { readonly heard: string[] } {
  let orders = 0;
  const reply: Reply = (path, count, init) => {
    if (path === timePath) return time(path, count, init);
    orders += 1;
    return Response.json(orders === 1 ? late : good);
  };
  const limits = [{ name: 'all', scope: 'account', capacity: 20, windowMs: 60_000 }] as const;
  const bot = open(reply, { sign: () => ({}), limits, clock: { samples: 1 }, breaker: { serverFaults: 1 } });
  const heard: string[] = [];
  for (const name of names)
    bot.gateway.on(name, (event) => {
      heard.push('call' in event ? `${name} ${event.call}` : name);
    });
  return { ...bot, heard };
}

const retried = ['call 1', 'sent 1', 'attempt 1', 'clock', 'retry 1', 'sent 1', 'attempt 1', 'settled 1'];

it('the clock is read within the limits, and no event but its own tells of it', async () => {
  const bot = skewed(() => Response.json({ success: true, code: 0, data: Date.now() + 3000 }));
  expect(await bot.order()).toEqual(good);
  expect(bot.heard).toEqual(retried);
  expect(bot.seen.map((line) => line.split('/').at(-1))).toEqual(['submit', 'ping', 'submit']);
  // Three requests, each with its unit.
  expect(bot.gateway.headroom()[0]?.free).toBe(17);
  expect(bot.gateway.stats()).toMatchObject({ calls: 1, attempts: 2, active: 0 });
  await bot.read();
  expect(bot.heard.at(-1)).toBe('settled 2');
  await bot.gateway.close();
});

it.each([
  { name: 'refused for rate reasons', time: status(429, { 'retry-after': '60' }) },
  { name: 'answered with a fault', time: status(503) },
  { name: 'answered without a time', time: () => Response.json({ success: true, code: 0, data: 'soon' }) },
  { name: 'lost', time: () => Promise.reject(new TypeError('fetch failed')) },
])('a clock read that is $name is made once, and pauses, opens and counts nothing', async ({ time }) => {
  const bot = skewed(time);
  expect(await bot.order()).toEqual(good);
  expect(bot.heard).toEqual(retried);
  expect(bot.seen.filter((line) => line.endsWith('ping'))).toHaveLength(1);
  expect(bot.gateway.stats()).toMatchObject({ pauses: 0, breaker: 'closed', attempts: 2, budget: 500 });
  await bot.gateway.close();
});
