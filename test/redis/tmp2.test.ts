import { Redis } from 'ioredis';
import { test } from 'vitest';
import { RedisServer } from '../../tools/redis-server.ts';
import { syncScript } from '../../src/redis/script.ts';
const leaseMs = 10_000;
test('cost', { timeout: 600000 }, async () => {
  const server = await RedisServer.start();
  const redis = new Redis({ port: server.port, host: '127.0.0.1' });
  const sha = String(await redis.script('LOAD', syncScript));
  const cpu = async () => { const i = await redis.info('cpu'); const r = (n: string) => Number(new RegExp(`${n}:([\\d.]+)`).exec(i)?.[1]); return 1000 * (r('used_cpu_sys') + r('used_cpu_user')); };
  const groups = ['ip', 'account:main'];
  const turn = (id: string, what: object = {}) => {
    const said = { id, by: 0, away: false, bye: false, epoch: 0, pauses: [], leaseMs, silentMs: 60000, silenceMs: 60000, deadMs: 500000, missed: false, share: -1, groups,
      slices: [[0, 0], [0, 0]], lifts: [-1, -1], resume: false, flightMs: 500, freshMs: 1000, longestPauseMs: 604_800_000, closedMs: 60_000,
      limits: [] as unknown[][], reports: [] as unknown[], asks: [] as unknown[], ...what };
    const keys = ['{t}:epoch'];
    for (const group of groups) keys.push(`{t}:${group}:processes`, `{t}:${group}:pauses`);
    for (const [, , group, key] of said.limits) { const name = `{t}:${groups[Number(group) - 1]}`; keys.push(`${name}:units:${key}`, `${name}:limit:${key}`); }
    return redis.evalsha(sha, keys.length, ...keys, JSON.stringify(said)).then((r) => JSON.parse(String(r)));
  };
  for (const n of [1, 4, 16, 32, 100]) {
    await redis.flushall();
    const slices: [number, number][][] = [];
    for (let r = 0; r < 12; r += 1) for (let i = 0; i < n; i += 1) { const a = await turn(`bot${i}`, { slices: slices[i] ?? [[0, 0], [0, 0]] }); slices[i] = a.groups.map((g: number[]) => [g[1], g[2]]); }
    const out: string[] = [];
    for (const [name, what] of [['heartbeat', {}], ['ask', { limits: [[100, 1000, 1, 'all']], asks: [[0, 1, [[1, 1, 100]]]] }],
      ['ask 10', { limits: [[100, 1000, 1, 'all']], asks: [[0, 10, [[1, 1, 100]]]] }]] as const) {
      const before = await cpu();
      for (let r = 0; r < 1000; r += 1) await turn('bot0', { ...what, slices: slices[0] });
      const mid = await cpu();
      for (let r = 0; r < 1000; r += 1) await redis.ping();
      const ping = (await cpu()) - mid;
      out.push(`${name} ${((mid - before)).toFixed(0)} us (ping ${ping.toFixed(0)})`);
    }
    console.log(`members ${n}: ${out.join(', ')}`);
  }
  await server.kill();
});
