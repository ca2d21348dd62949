import { Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';
import { RedisServer } from '../../tools/redis-server.ts';
import { resolveRedis } from '../../src/redis/options.ts';
import { RedisLimiter } from '../../src/redis/redis-limiter.ts';
import { syncScript } from '../../src/redis/script.ts';
import { busiest } from './support/busiest.ts';

const script = syncScript
  .replace("redis.call('TIME')", '{ ARGV[2], ARGV[3] }')
  .replace("pcall(redis.call, 'INFO', 'server')", "true, 'run_id:one uptime_in_seconds:9'");
const epochMs = 1_700_000_000_000;
const capacity = 100;
const windowMs = 1000;
async function run(redis: Redis, bots: number, tripMs: number, latMs: number, endsAt: number, concurrency: number) {
  await redis.flushall();
  let now = 0;
  let trips = 0;
  const booked: number[] = []; const each: number[] = Array.from({ length: bots }, () => 0);
  const waitsMs: number[] = [];
  let events: { at: number; happen: () => unknown }[] = [];
  const at = (when: number, happen: () => unknown) => events.push({ at: when, happen });
  const step = 1;
  for (let bot = 0; bot < bots; bot += 1) {
    const call = [{ window: { key: 'all', capacity, windowMs, scope: 'ip' as const }, weight: 1 }];
    let limiter: RedisLimiter;
    let waiting = concurrency;
    const send = () => {
      const ms = Math.random() * latMs;
      at(now + ms * Math.random(), () => booked.push(now));
      at(now + ms, () => { each[bot] = (each[bot] ?? 0) + 1; limiter.release(call); waiting += 1; room(); });
    };
    const room = () => { while (waiting > 0 && limiter?.take(call, waiting)) { waiting -= 1; send(); } };
    const client = { eval: (_s: string, keys: string[], args: string[]) => new Promise<unknown>((resolve) => {
      trips += 1;
      at(now + tripMs * (0.5+Math.random()), async () => {
        const ms = Math.floor(epochMs + now);
        const raw = await redis.eval(script, keys.length, ...keys, ...args, String(Math.floor(ms / 1000)), String((ms % 1000) * 1000));
        at(now + tripMs*(0.5+Math.random()), () => resolve(raw));
      });
    }) };
    const noop = () => {};
    limiter = new RedisLimiter(resolveRedis({ client, prefix: 'p' }, 'mexc'), { id: `bot-${bot}`, account: 'main' },
      { onRoom: room, onState: () => {}, onPause: noop, onResume: noop, onMismatch: noop }, () => now);
    room();
  }
  while (now < endsAt) {
    now += step;
    vi.advanceTimersByTime(step);
    for (let t = 0; t < 20; t += 1) await undefined;
    for (;;) {
      const due = events.filter((e) => e.at <= now).sort((a, b) => a.at - b.at);
      if (due.length === 0) break;
      events = events.filter((e) => e.at > now);
      for (const { happen } of due) { await happen(); for (let t = 0; t < 20; t += 1) await undefined; }
    }
  }
  vi.clearAllTimers();
  const steady = booked.filter((t) => t > 3000).length;
  return `bots ${bots} trip ${tripMs} lat ${latMs}: used ${(steady / ((endsAt - 3000) / windowMs * capacity)).toFixed(3)} ideal ${(windowMs/(windowMs+latMs*0.75)).toFixed(3)} most ${busiest(booked, windowMs)} trips/call ${(trips / booked.length).toFixed(2)} least ${Math.min(...each)} most ${Math.max(...each)} mean ${booked.length/bots} first ${booked[0]} ${booked[99]}`;
}
test('share', { timeout: 600000 }, async () => {
  const server = await RedisServer.start();
  const redis = new Redis({ port: server.port, host: '127.0.0.1' });
  await redis.ping();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  for (const bots of [32, 96]) for (const trip of [0.5, 20])
    console.log(await run(redis, bots, trip, 10, 8000, Math.ceil(200 / bots)));
  vi.useRealTimers();
  await server.kill();
});
