import { expect, it } from 'vitest';
import type { RedisClient } from '../../src/redis/client.ts';
import { answered, open } from '../pipeline/support.ts';

const away: RedisClient = { eval: () => Promise.reject(new Error('connect ECONNREFUSED')) };
const limits = [{ name: 'all', scope: 'account', capacity: 5, windowMs: 1000 }] as const;

it.each(['deadlineMs', 'validForMs'])('a call that Redis lets wait too long says so: %s', async (option) => {
  const bot = open(answered, { limits, redis: { client: away } });
  await new Promise((resolve) => bot.gateway.on('redis', resolve));
  for (const call of [bot.order, bot.read]) {
    const error = await call({ exchange: { [option]: 100 } });
    expect(error).toMatchObject({
      outcome: 'rejected',
      reason: option === 'deadlineMs' ? 'deadline' : 'expired',
      message: expect.stringContaining(
        'while the call was waiting: Redis, which shares the limits, is away (connect ECONNREFUSED), and the share of this process is none.',
      ),
    });
  }
  expect(bot.seen).toEqual([]);
  await bot.gateway.close();
});

it.each([
  [
    new Error('no route to redis://me:S3cr3tS3cr3t@h:6379/0?x=S3cr3tS3cr3t'),
    'no route to redis://…@h:6379/0',
  ],
  [Object.create(null), 'no words'],
])('what a Redis client throws is told without the password of its address: %#', async (thrown, why) => {
  const bot = open(answered, { limits, redis: { client: { eval: () => Promise.reject(thrown) } } });
  const told = await new Promise((resolve) => bot.gateway.on('redis', resolve));
  expect(told).toMatchObject({ state: 'alone', why: expect.stringContaining(why) });
  expect(JSON.stringify(told)).not.toContain('S3cr3t');
  await bot.gateway.close();
});

it('a call whose caller aborted is told nothing of it', async () => {
  const bot = open(answered, { limits, redis: { client: away } });
  const reason = new Error('mine');
  const controller = new AbortController();
  const call = bot.read({ signal: controller.signal });
  controller.abort(reason);
  expect(await call).toBe(reason);
  await bot.gateway.close();
});
